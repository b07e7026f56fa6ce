import { join } from "node:path";
import { compareOutput, type OutputChange, type OwnedFiles, writeOutput } from "@metric-events/codegen";
import type { CatalogueModel } from "@metric-events/schema";
import { type ReferenceFormat, type ReferenceOptions, referenceFiles } from "./reference-files.js";

export interface WriteReferenceOptions extends ReferenceOptions {
  /** Default: both. */
  readonly format?: ReferenceFormat;
  /** Whether to write nothing, and only compare. */
  readonly isCheck?: boolean;
}

/** All files of a reference. The folder may hold generated code as well. */
const owned: OwnedFiles = { ends: [".css", ".html", ".js", ".md"], arePages: true };

/**
 * Writes the reference of a catalogue to a folder, and removes pages of events that no longer exist. Files that are up to date are not
 * touched; those that were not generated are not removed.
 *
 * @returns what it changed or, for a check, would change; paths begin with the folder.
 * @throws {ForeignFileError} for a file that was not generated and is in the way, before anything is written.
 */
export function writeReference(
  folder: string,
  model: CatalogueModel,
  { format = "both", isCheck = false, ...options }: WriteReferenceOptions = {},
): readonly OutputChange[] {
  const files = referenceFiles(model, options, format);
  const changes = isCheck ? compareOutput(folder, files, owned) : writeOutput(folder, files, owned);
  return changes.map(({ path, action }) => ({ path: join(folder, path), action }));
}
