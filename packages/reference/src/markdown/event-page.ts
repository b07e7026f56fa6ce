import { fieldRowsTable } from "@metric-events/codegen";
import { code, codeBlock, escape, inlineMarkdown, jsonText } from "@metric-events/text";
import type { EventPage } from "../reference.js";
import { noReleases, releaseTitle } from "../verdict-prose.js";
import { changeTable } from "./changes.js";
import { markdownLink } from "./link.js";

export function eventMarkdown(page: EventPage): readonly string[] {
  const { event, changes } = page;
  const rows = changes.map(({ release, change }) => ({ title: escape(releaseTitle(release)), change }));
  return [
    `# ${escape(event.eventName)}`,
    about(page),
    "## Fields",
    fieldRowsTable(page.rows),
    ...typesLine(page),
    ...examples(page),
    "## Changes",
    changes.length === 0 ? noReleases : changeTable("release", rows),
    "[All events](../README.md)",
  ];
}

function about({ event, ends }: EventPage): string {
  const { deprecated, description, since } = event;
  return [
    ...(deprecated === true ? ["**Deprecated.**"] : []),
    inlineMarkdown(description),
    ...(since === undefined ? [] : [`Since ${escape(since)}.`]),
    ...(ends === undefined ? [] : [`Ends ${markdownLink(ends, "")}.`]),
  ].join(" ");
}

function typesLine({ types }: EventPage): readonly string[] {
  if (types.length === 0) return [];
  const links = types.map((name) => `[${code(name)}](../types.md#${name.toLowerCase()})`);
  return [`Shared types: ${links.join(", ")}.`];
}

function examples({ example, command, code: source }: EventPage): readonly string[] {
  if (example === undefined) return [];
  return [
    "## Example",
    "A line of the log:",
    codeBlock([jsonText(example)], "json"),
    ...(command === undefined ? [] : ["Issued from a shell:", codeBlock(command, "sh")]),
    ...(source === undefined ? [] : ["Issued from code:", codeBlock(source, "ts")]),
  ];
}
