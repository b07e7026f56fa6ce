import { type Html, html } from "@metric-events/text";
import type { ReportTable } from "../sections/section.js";

/** A table with a bar for each row, in proportion to its share. */
export function shareTable({ columns, rows, shares = [] }: ReportTable, caption: string): Html {
  const most = Math.max(...shares);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table>
<thead><tr>${columns.map(({ title, align }) => html`<th scope="col"${align === "right" ? html` class="end"` : ""}>${title}</th>`)}<td class="bar"></td></tr></thead>
<tbody>${rows.map(
    ([name = "", count = "", share = ""], index) =>
      html`<tr><th scope="row">${name}</th><td class="end">${count}</td><td class="end">${share}</td><td class="bar" aria-hidden="true"><span style="width:${(((shares[index] ?? 0) / most) * 100).toFixed(1)}%"></span></td></tr>
`,
  )}</tbody></table></div>`;
}
