import type { EventChanges } from "@metric-events/check";
import { type Html, html } from "@metric-events/text";
import type { ReferenceContent } from "../reference.js";
import { changeLines, noReleases, releaseTitle, sinceSentence, verdictColumns } from "../verdict-prose.js";
import { eventLink, type PageContent, scrollingTable } from "./layout.js";

export function changesPage({ events, history }: ReferenceContent): PageContent {
  const slugs = new Map(events.map(({ event, slug }) => [event.eventName, slug]));
  const sections = history.releases.map((release) => {
    const rows = release.events.map((change) => ({
      title: eventLink({ name: change.event, slug: slugs.get(change.event) }, "events/"),
      change,
    }));
    const title = releaseTitle(release);
    return html`<section>
<h2>${title}</h2>
<p>${sinceSentence(release)}</p>
${rows.length === 0 ? "" : changeTable(`Changes of ${title}`, "event", rows)}</section>
`;
  });
  const about =
    sections.length === 0
      ? noReleases
      : "Whether new readers can read old logs (backward), and old readers new events (forward).";
  return { title: "Changes", main: html`<h1>Changes</h1>\n<p>${about}</p>\n${sections}` };
}

/** @param title of the first column. */
export function changeTable(
  caption: string,
  title: string,
  rows: readonly { readonly title: Html; readonly change: EventChanges }[],
): Html {
  return scrollingTable(
    caption,
    [title, "what changed", ...verdictColumns],
    rows.map(({ title: first, change }) => [
      { content: first },
      { content: html`${changeLines(change).map((line) => html`<div>${line}</div>`)}`, style: "meaning" },
      ...[change.backward, change.forward].map((verdict) => ({ content: verdict, style: verdict })),
    ]),
  );
}
