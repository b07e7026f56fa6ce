import { type Html, html, inlineHtml } from "@metric-events/text";
import type { TypeSection } from "../reference.js";
import { fieldTableHtml } from "./field-table.js";
import { eventLink, interleaved, type PageContent } from "./layout.js";

export function typesPage(types: readonly TypeSection[]): PageContent {
  const main = html`<h1>Types</h1>
<p>What several events, or several fields, consist of.</p>
${types.map(typeSection)}`;
  return { title: "Types", main };
}

function typeSection({ type, rows, usedBy }: TypeSection): Html {
  const { name, description, accepts } = type;
  const links = usedBy.map((link) => eventLink(link, "events/"));
  return html`<section aria-labelledby="${name}">
<h2 id="${name}">${name}</h2>
${description === "" ? "" : html`<p>${inlineHtml(description)}</p>\n`}${rows.length === 0 ? html`<p>Values: <code>${accepts}</code>.</p>\n` : fieldTableHtml(`Fields of ${name}`, rows)}${links.length === 0 ? "" : html`<p class="muted">Used by ${interleaved(links, ", ")}.</p>\n`}</section>
`;
}
