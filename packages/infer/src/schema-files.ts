import { existsSync } from "node:fs";
import { join } from "node:path";
import { createFile } from "@metric-events/system";
import type { Proposal, ProposedFile } from "./proposal.js";

/** What became of the files of a proposal. Paths are below the folder. */
export interface WrittenSchemas {
  readonly written: readonly string[];
  /** Files that were there before. They are as they were. */
  readonly kept: readonly string[];
}

/** A copy of the event meta-schema, which editors complete and check schemas by, where the folder has one. */
const metaSchema = "meta/event.schema.json";

/**
 * Writes the schema files of a proposal into a folder, which is made if need be. A file that is there already is kept: nothing is
 * overwritten.
 *
 * Throws errors of the system.
 */
export function writeSchemaFiles({ files }: Pick<Proposal, "files">, folder: string): WrittenSchemas {
  const hasMetaSchema = existsSync(join(folder, metaSchema));
  const written: string[] = [];
  const kept: string[] = [];
  for (const { path, schema } of files) {
    const text = fileText(hasMetaSchema ? { ...schema, $schema: `../${metaSchema}` } : schema);
    (createFile(join(folder, path), text) ? written : kept).push(path);
  }
  return { written, kept };
}

function fileText(schema: ProposedFile["schema"]): string {
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}
