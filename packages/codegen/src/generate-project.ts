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
  const changes = outputs.flatMap(({ folder, files }) => inFolder(folder, compareOutput(folder, files)));
  if (options.isCheck !== true) for (const { folder, files } of outputs) writeOutput(folder, files);
  return changes;
}

interface Output {
  readonly folder: string;
  readonly files: readonly GeneratedFile[];
}

async function outputsOf(model: CatalogueModel, { out, reference }: ProjectOptions): Promise<Output[]> {
  return [
    ...(out === undefined ? [] : [{ folder: out, files: await generateModules(model) }]),
    ...(reference === undefined
      ? []
      : [{ folder: dirname(reference), files: [{ path: basename(reference), content: fieldReference(model) }] }]),
  ];
}

function inFolder(folder: string, changes: readonly OutputChange[]): OutputChange[] {
  return changes.map(({ path, action }) => ({ path: join(folder, path), action }));
}
