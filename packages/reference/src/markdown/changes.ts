import type { EventChanges } from "@metric-events/check";
import { escape, tableRow } from "@metric-events/text";
import type { ReferenceContent } from "../reference.js";
import { changeLines, noReleases, releaseTitle, sinceSentence, verdictColumns } from "../verdict-prose.js";
import { markdownLink } from "./link.js";

export function changesPage({ events, history }: ReferenceContent): readonly string[] {
  const { releases } = history;
  const slugs = new Map(events.map(({ event, slug }) => [event.eventName, slug]));
  return [
    "# Changes",
    releases.length === 0
      ? noReleases
      : "Whether new readers can read old logs (backward), and old readers new events (forward).",
    ...releases.flatMap((release) => [
      `## ${escape(releaseTitle(release))}`,
      escape(sinceSentence(release)),
      ...(release.events.length === 0
        ? []
        : [
            changeTable(
              "event",
              release.events.map((change) => ({
                title: markdownLink({ name: change.event, slug: slugs.get(change.event) }, "events/"),
                change,
              })),
            ),
          ]),
    ]),
  ];
}

/** @param title of the first column; its cells are Markdown. */
export function changeTable(
  title: string,
  rows: readonly { readonly title: string; readonly change: EventChanges }[],
): string {
  return [
    tableRow([title, "what changed", ...verdictColumns]),
    tableRow(["---", "---", ...verdictColumns.map(() => "---")]),
    ...rows.map((row) => {
      const { backward, forward } = row.change;
      return tableRow([row.title, changeLines(row.change).map(escape).join("<br>"), backward, forward]);
    }),
  ].join("\n");
}
