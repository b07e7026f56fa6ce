import type { GeneratedFile } from "@metric-events/codegen";
import type { CatalogueModel } from "@metric-events/schema";
import { htmlFiles } from "./html/html-files.js";
import { markdownFiles } from "./markdown/markdown-files.js";
import { buildReference, type ReferenceOptions } from "./reference.js";

export type { ReferenceOptions } from "./reference.js";

export const referenceFormats = ["both", "markdown", "html"] as const;

export type ReferenceFormat = (typeof referenceFormats)[number];

/**
 * The reference of a catalogue, as files with paths relative to its folder: `README.md` or `index.html`, a page for each event in `events/`,
 * shared types, and what changed from release to release. The same input gives the same bytes.
 */
export function referenceFiles(
  model: CatalogueModel,
  options: ReferenceOptions = {},
  format: ReferenceFormat = "both",
): readonly GeneratedFile[] {
  const reference = buildReference(model, options);
  return [
    ...(format === "html" ? [] : markdownFiles(reference)),
    ...(format === "markdown" ? [] : htmlFiles(reference)),
  ];
}
