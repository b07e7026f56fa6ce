import { type Html, html, inlineHtml, jsonText, printableLines } from "@metric-events/text";
import type { EventPage } from "../reference.js";
import { noReleases, releaseTitle } from "../verdict-prose.js";
import { changeTable } from "./changes.js";
import { fieldTableHtml } from "./field-table.js";
import { deprecatedMark, eventLink, interleaved, type PageContent } from "./layout.js";

export function eventHtml(page: EventPage): PageContent {
  const { event, ends, rows, types, changes } = page;
  const { eventName, deprecated, description, since } = event;
  const notes = [
    ...(since === undefined ? [] : [html`Since ${since}.`]),
    ...(ends === undefined ? [] : [html`Ends ${eventLink(ends, "")}.`]),
    ...(types.length === 0 ? [] : [html`Shared types: ${interleaved(types.map(typeLink), ", ")}.`]),
  ];
  const main = html`<h1>${eventName}</h1>
<p class="lead">${deprecated === true ? deprecatedMark : ""}${inlineHtml(description)}</p>
${notes.length === 0 ? "" : html`<p class="muted">${interleaved(notes, " ")}</p>\n`}<section aria-labelledby="fields">
<h2 id="fields">Fields</h2>
${fieldTableHtml(`Fields of ${eventName}`, rows)}</section>
${examples(page)}<section aria-labelledby="changes">
<h2 id="changes">Changes</h2>
${
  changes.length === 0
    ? html`<p>${noReleases}</p>`
    : changeTable(
        `Changes of ${eventName}`,
        "release",
        changes.map(({ release, change }) => ({ title: html`${releaseTitle(release)}`, change })),
      )
}
</section>`;
  return { title: eventName, main };
}

function typeLink(name: string): Html {
  return html`<a href="../types.html#${name}"><code>${name}</code></a>`;
}

function examples({ example, command, code }: EventPage): Html {
  if (example === undefined) return html``;
  return html`<section aria-labelledby="example">
<h2 id="example">Example</h2>
${codeBlock("A line of the log", [jsonText(example)])}${command === undefined ? "" : codeBlock("Issued from a shell", command)}${code === undefined ? "" : codeBlock("Issued from code", code)}</section>
`;
}

function codeBlock(title: string, lines: readonly string[]): Html {
  // Line by line, since what is escaped as text has no line ends.
  const shown = printableLines(lines).split("\n");
  return html`<h3>${title}</h3>
<pre tabindex="0" role="region" aria-label="${title}"><code>${interleaved(
    shown.map((line) => html`${line}`),
    "\n",
  ).map((part) => (part === "\n" ? { markup: "\n" } : part))}</code></pre>
`;
}
