import { pageMark } from "@metric-events/codegen";
import { type Html, html, trusted } from "@metric-events/text";
import type { Link } from "../reference.js";

export interface PageContent {
  readonly title: string;
  readonly main: Html;
  /** Whether the page has the search. */
  readonly isSearched?: boolean;
}

// Files have no origin of their own, which 'self' means to some browsers; `file:` names them. Nothing else is loaded, and no script is in a page.
const policy =
  "default-src 'none'; style-src 'self' file:; script-src 'self' file:; base-uri 'none'; form-action 'none'";

/** A page as a whole. `path` is relative to the folder of the reference. */
export function pageHtml(path: string, { title, main, isSearched = false }: PageContent, hasTypes: boolean): string {
  const top = path.includes("/") ? "../" : "";
  const places = [
    { file: "index.html", name: "Events" },
    ...(hasTypes ? [{ file: "types.html", name: "Types" }] : []),
    { file: "changes.html", name: "Changes" },
  ];
  const links = places.map(
    ({ file, name }) =>
      html`<li><a href="${top}${file}"${file === path ? html` aria-current="page"` : ""}>${name}</a></li>`,
  );
  const { markup } = html`${trusted(pageMark(".html"))}
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${title}</title>
<link rel="stylesheet" href="${top}style.css">
${isSearched ? html`<script src="${top}search.js" defer></script>\n` : ""}</head>
<body>
<a class="skip" href="#content">To the content</a>
<header><nav aria-label="Reference"><ul>${links}</ul></nav></header>
<main id="content" tabindex="-1">
${main}
</main>
</body>
</html>
`;
  return markup;
}

/** A link to an event. `folder` is that of the pages of events, seen from the page. */
export function eventLink({ name, slug }: Link, folder: string): Html {
  const shown = html`<code>${name}</code>`;
  return slug === undefined ? shown : html`<a href="${folder}${slug}.html">${shown}</a>`;
}

/** A cell of a table, with a class for its style. */
export interface Cell {
  readonly content: Html | string;
  readonly style?: string;
}

/**
 * A table that scrolls within its own box, for fingers and for the keyboard. On narrow screens, its rows are blocks with labels; the roles keep
 * it a table to those who listen to it.
 */
export function scrollingTable(caption: string, columns: readonly string[], rows: readonly (readonly Cell[])[]): Html {
  const heads = columns.map((title) => html`<th scope="col" role="columnheader">${title}</th>`);
  const lines = rows.map((cells) => {
    const shown = cells.map(({ content, style = "" }, index) => {
      const classes = style === "" ? "" : html` class="${style}"`;
      if (index === 0) return html`<th scope="row" role="rowheader"${classes}>${content}</th>`;
      return html`<td role="cell" data-label="${columns[index] ?? ""}"${classes}>${content}</td>`;
    });
    return html`<tr role="row">${shown}</tr>\n`;
  });
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table role="table">
<thead role="rowgroup"><tr role="row">${heads}</tr></thead>
<tbody role="rowgroup">
${lines}</tbody></table></div>
`;
}

/** Parts with something between them. */
export function interleaved(parts: readonly Html[], between: string): readonly (Html | string)[] {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [between, part]));
}

export const deprecatedMark: Html = html`<strong class="mark">Deprecated</strong> `;
