import { basename, dirname, join } from "node:path";
import type { CatalogueModel } from "@metric-events/schema";
import { generateModules } from "./generate.js";
import type { GeneratedFile } from "./modules.js";
import { compareOutput, type OutputChange, writeOutput } from "./output.js";
import { fieldReference } from "./reference.js";

export interface ProjectOptions {
  /** Folder of the generated modules. Without it, none are generated. */
  readonly out?: string | undefined;
  /** Path of the field reference, a Markdown file. Without it, none is generated. */
  readonly reference?: string | undefined;
  /** Whether to write nothing, and only compare. */
  readonly isCheck?: boolean;
}

/**
 * Writes what is generated from a catalogue: modules, and the field reference. Files that are up to date are not touched.
 *
 * @returns what it changed or, for a check, would change; paths begin with `out`, or with the folder of `reference`.
 * @throws {ForeignFileError} for a file that was not generated, before anything is written.
 */
export async function generateProject(model: CatalogueModel, options: ProjectOptions): Promise<OutputChange[]> {
  const outputs = await outputsOf(model, options);
  const changes = outputs.flatMap(({ folder, files, owned }) => inFolder(folder, compareOutput(folder, files, owned)));
  if (options.isCheck !== true) for (const { folder, files, owned } of outputs) writeOutput(folder, files, owned);
  return changes;
}

interface Output {
  readonly folder: string;
  readonly files: readonly GeneratedFile[];
  readonly owned: readonly string[];
}

async function outputsOf(model: CatalogueModel, { out, reference }: ProjectOptions): Promise<Output[]> {
  return [
    ...(out === undefined ? [] : [{ folder: out, files: await generateModules(model), owned: [".ts"] }]),
    ...(reference === undefined ? [] : [singleFile(reference, fieldReference(model))]),
  ];
}

/** A file in a folder that may hold anything else. */
function singleFile(path: string, content: string): Output {
  return { folder: dirname(path), files: [{ path: basename(path), content }], owned: [] };
}

function inFolder(folder: string, changes: readonly OutputChange[]): OutputChange[] {
  return changes.map(({ path, action }) => ({ path: join(folder, path), action }));
}
