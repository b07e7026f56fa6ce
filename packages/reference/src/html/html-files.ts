import { readFileSync } from "node:fs";
import type { GeneratedFile } from "@metric-events/codegen";
import { packageRoot } from "@metric-events/system";
import type { ReferenceContent } from "../reference.js";
import { changesPage } from "./changes.js";
import { eventHtml } from "./event-page.js";
import { indexPage } from "./index-page.js";
import { type PageContent, pageHtml } from "./layout.js";
import { typesPage } from "./types-page.js";

/** The reference as pages that need no server: one style sheet, one script for the search, and nothing from elsewhere. */
export function htmlFiles(reference: ReferenceContent): readonly GeneratedFile[] {
  const { events, types } = reference;
  const hasTypes = types.length > 0;
  const page = (path: string, content: PageContent): GeneratedFile => ({
    path,
    content: pageHtml(path, content, hasTypes),
  });
  return [
    page("index.html", indexPage(reference)),
    ...events.map((event) => page(`events/${event.slug}.html`, eventHtml(event))),
    ...(hasTypes ? [page("types.html", typesPage(types))] : []),
    page("changes.html", changesPage(reference)),
    asset("style.css"),
    asset("search.js"),
  ];
}

function asset(path: string): GeneratedFile {
  return { path, content: readFileSync(new URL(`assets/${path}`, packageRoot(import.meta.url)), "utf8") };
}
