import type { ReportTable } from "../render/tables.js";
import { type Html, html } from "./html.js";

/** A table with a bar for each row, as long as its share. */
export function shareTable({ columns, rows }: ReportTable, caption: string): Html {
  const counts = rows.map(([, count = "0"]) => Number(count.replaceAll(",", "")));
  const most = Math.max(...counts);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table>
<thead><tr>${columns.map(({ title, align }) => html`<th scope="col"${align === "right" ? html` class="end"` : ""}>${title}</th>`)}<td class="bar"></td></tr></thead>
<tbody>${rows.map(
    ([name = "", count = "", share = ""], index) =>
      html`<tr><th scope="row">${name}</th><td class="end">${count}</td><td class="end">${share}</td><td class="bar" aria-hidden="true"><span style="width:${(((counts[index] ?? 0) / most) * 100).toFixed(1)}%"></span></td></tr>
`,
  )}</tbody></table></div>`;
}
