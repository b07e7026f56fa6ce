import { type Html, html, inlineHtml } from "@metric-events/text";
import type { EventPage, ReferenceContent } from "../reference.js";
import { deprecatedMark, type PageContent } from "./layout.js";

/** All events with their fields, which the search filters; without the script, it is the list. */
export function indexPage({ events }: ReferenceContent): PageContent {
  const main = html`<h1>Events</h1>
<div id="search" class="search" role="search" hidden>
<label for="query">Search by name, field or description</label>
<input id="query" type="search" autocomplete="off" spellcheck="false" aria-describedby="keys" aria-controls="events">
<p id="keys" class="muted"><kbd>/</kbd> to search, <kbd>Esc</kbd> to clear</p>
</div>
<p id="found" class="muted" role="status">${events.length === 1 ? "1 event" : `${events.length} events`}</p>
<ul id="events" class="events">
${events.map(entry)}</ul>`;
  return { title: "Events", main, isSearched: true };
}

function entry({ event, slug, rows }: EventPage): Html {
  const { eventName, description, deprecated } = event;
  return html`<li class="entry"><h2><a href="events/${slug}.html">${eventName}</a></h2>
<p>${deprecated === true ? deprecatedMark : ""}${inlineHtml(description)}</p>
<ul class="fields" hidden>${rows.map(({ path, field }) => html`<li><code>${path}</code> ${inlineHtml(field.description)}</li>`)}</ul></li>
`;
}
