import { type Html, html } from "@metric-events/text";
import type { ReportTable } from "../sections/section.js";

/** Lines of more characters do not fit beside each other on a phone: there, each row becomes a card. */
const maxPhoneCharacters = 40;

/** A table of a card. Closing tags that HTML does not need are left out, for there are many cells. */
export function tableHtml(table: ReportTable, caption: string): Html {
  const { columns, rows, shares } = table;
  // Said once for tables of numbers, since they are long.
  const isData = columns.length > 1 && columns.every(({ align }, index) => index === 0 || align === "right");
  const isCards = lineLength(table) > maxPhoneCharacters && columns.length > 2;
  const most = Math.max(0, ...(shares ?? []));
  const endClass = (align: string | undefined): Html => (align === "right" && !isData ? html` class="end"` : html``);
  const named = (index: number): Html => (isCards ? html` data-name="${columns[index]?.title ?? ""}"` : html``);
  const classes = [...(isData ? ["data"] : []), ...(isCards ? ["cards"] : [])].join(" ");
  return html`<table${classes === "" ? "" : html` class="${classes}"`}><caption>${caption}</caption>
<thead><tr>${columns.map(({ title, align }) =>
    // An empty heading has nothing to say.
    title === "" ? html`<td>` : html`<th scope="col"${endClass(align)}>${title}`,
  )}${shares === undefined ? "" : html`<td class="bar">`}</thead>
<tbody>${rows.map(
    (row, at) =>
      html`<tr>${row.map((cell, index) =>
        index === 0 && columns.length > 1 && columns[0]?.align !== "right"
          ? // In data tables, which have many rows, it is a header of its row by where it stands.
            isData
            ? html`<th>${cell}`
            : html`<th scope="row">${cell}`
          : html`<td${endClass(columns[index]?.align)}${named(index)}>${cell}`,
      )}${shares === undefined ? "" : html`<td class="bar" aria-hidden="true"><span style="width:${barWidth(shares[at] ?? 0, most)}%"></span>`}
`,
  )}</tbody></table>`;
}

function barWidth(share: number, most: number): string {
  return most === 0 ? "0" : String(Math.round((share / most) * 1000) / 10);
}

/** Characters of the longest line. */
export function lineLength({ columns, rows }: ReportTable): number {
  return columns.reduce(
    (sum, { title }, index) => sum + rows.reduce((most, row) => Math.max(most, row[index]?.length ?? 0), title.length),
    0,
  );
}

/** The numbers of a chart, for those who want or need them: one stop for the keyboard, and a box that scrolls once it is open. */
export function dataTable(caption: string, ...tables: readonly Html[]): Html {
  return html`<details class="numbers"><summary>Data: ${caption}</summary><div class="scroll" tabindex="0" role="group" aria-label="${caption}">${tables}</div></details>`;
}

export interface LegendItem {
  readonly name: string;
  readonly color: string;
  /** For lines; without it, it is an area. */
  readonly dash?: string;
  /** Of an area. */
  readonly opacity?: number;
}

export function legend(items: readonly LegendItem[]): Html {
  return html`<ul class="legend">${items.map(({ name, color, dash, opacity }) => {
    const sample =
      dash === undefined
        ? html`<rect width="24" height="11" fill="${color}"${opacity === undefined ? "" : html` fill-opacity="${opacity}"`}/>`
        : html`<line x1="0" y1="6" x2="24" y2="6" stroke="${color}" stroke-width="2.5" stroke-dasharray="${dash}"/>`;
    return html`<li><svg viewBox="0 0 24 11" aria-hidden="true">${sample}</svg>${name}</li>`;
  })}</ul>`;
}

/** The place of the charts of a field. */
export function chartId(eventName: string, field: string): string {
  return `${eventName}.${field}`;
}

/** What a card shows. */
export interface Figure {
  /** Its place on the page, for links. */
  readonly id?: string;
  readonly title: string;
  /** A sentence or two. */
  readonly about: string;
  /** The chart with its legend. */
  readonly plot?: Html;
  readonly tables?: readonly Html[];
  /** What is shown when asked for. */
  readonly data?: Html;
}

/** Cards in rows that are full: those of one kind stand in pairs, and others take a row, with tables beside their chart. */
export function cards(figures: readonly Figure[]): Html {
  const kinds = figures.map(({ plot, tables = [] }) =>
    tables.length === 0 ? "plot" : plot === undefined ? "table" : "both",
  );
  const isHalf = figures.map(() => false);
  for (let index = 1; index < figures.length; index++) {
    if (kinds[index] === "both" || kinds[index] !== kinds[index - 1] || isHalf[index - 1] === true) continue;
    isHalf[index] = true;
    isHalf[index - 1] = true;
  }
  return html`<div class="grid">
${figures.map((figure, index) => figureHtml(figure, isHalf[index] === true))}</div>`;
}

function figureHtml({ id, title, about, plot, tables = [], data }: Figure, isHalf: boolean): Html {
  return html`<figure${id === undefined ? "" : html` id="${id}"`} aria-label="${title}"${isHalf ? "" : html` class="full"`}><figcaption><h3>${title}</h3>${about === "" ? "" : html`<p class="muted">${about}</p>`}</figcaption><div class="parts">${plot === undefined ? "" : html`<div class="plot">${plot}</div>`}${tables.length === 0 ? "" : html`<div class="tables">${tables}</div>`}</div>${data ?? ""}</figure>
`;
}
