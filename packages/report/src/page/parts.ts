import { type Html, html } from "@metric-events/text";
import type { ReportTable } from "../sections/section.js";

/** A table that scrolls within its own box, for fingers and for the keyboard. */
export function tableHtml({ columns, rows }: ReportTable, caption: string): Html {
  // Said once for tables of numbers, since they are long.
  const isData = columns.length > 1 && columns.every(({ align }, index) => index === 0 || align === "right");
  const endClass = (align: string | undefined): Html => (align === "right" && !isData ? html` class="end"` : html``);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table${isData ? html` class="data"` : ""}>
<thead><tr>${columns.map(({ title, align }) => html`<th scope="col"${endClass(align)}>${title}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr>${row.map((cell, index) =>
        index === 0 && columns.length > 1 && columns[0]?.align !== "right"
          ? html`<th scope="row">${cell}</th>`
          : html`<td${endClass(columns[index]?.align)}>${cell}</td>`,
      )}</tr>
`,
  )}</tbody></table></div>`;
}

/** The numbers of a chart, for those who want or need them. */
export function dataTable(table: ReportTable, caption: string): Html {
  return html`<details><summary>Data: ${caption}</summary>${tableHtml(table, caption)}</details>`;
}

export interface LegendItem {
  readonly name: string;
  readonly color: string;
  /** For lines; without it, it is an area. */
  readonly dash?: string;
}

export function legend(items: readonly LegendItem[]): Html {
  return html`<ul class="legend">${items.map(({ name, color, dash }) => {
    const sample =
      dash === undefined
        ? html`<rect width="24" height="11" fill="${color}"/>`
        : html`<line x1="0" y1="6" x2="24" y2="6" stroke="${color}" stroke-width="2.5" stroke-dasharray="${dash}"/>`;
    return html`<li><svg viewBox="0 0 24 11" aria-hidden="true">${sample}</svg>${name}</li>`;
  })}</ul>`;
}

export function figure(title: string, about: string, ...content: readonly Html[]): Html {
  return html`<figure aria-label="${title}"><figcaption><h3>${title}</h3>${about === "" ? "" : html`<p class="muted">${about}</p>`}</figcaption>${content}</figure>
`;
}
