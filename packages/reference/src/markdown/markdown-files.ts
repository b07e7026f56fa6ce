import { type GeneratedFile, pageMark } from "@metric-events/codegen";
import { escape, inlineMarkdown, tableRow } from "@metric-events/text";
import type { ReferenceContent } from "../reference.js";
import { changesPage } from "./changes.js";
import { eventMarkdown } from "./event-page.js";
import { markdownLink } from "./link.js";
import { typesPage } from "./types-page.js";

/** The reference as Markdown, for a repository's pages. */
export function markdownFiles(reference: ReferenceContent): readonly GeneratedFile[] {
  const { events, types } = reference;
  return [
    page("README.md", indexPage(reference)),
    ...events.map((event) => page(`events/${event.slug}.md`, eventMarkdown(event))),
    ...(types.length === 0 ? [] : [page("types.md", typesPage(types))]),
    page("changes.md", changesPage(reference)),
  ];
}

function page(path: string, parts: readonly string[]): GeneratedFile {
  return { path, content: `${[pageMark(".md"), ...parts].join("\n\n")}\n` };
}

function indexPage({ events, types }: ReferenceContent): readonly string[] {
  const rows = events.map(({ event, slug }) => {
    const { eventName, description, deprecated, since } = event;
    const what = `${deprecated === true ? "**Deprecated.** " : ""}${inlineMarkdown(description)}`;
    return tableRow([markdownLink({ name: eventName, slug }, "events/"), what, escape(since ?? "")]);
  });
  const table = ["| event | what happened | since |", "| --- | --- | --- |", ...rows].join("\n");
  const others = [
    ...(types.length === 0 ? [] : ["the [types](types.md) that events share"]),
    "what [changed](changes.md) from release to release",
  ];
  return ["# Events", table, `See also ${others.join(", and ")}.`];
}
