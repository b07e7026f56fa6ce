import { basename, dirname, join } from "node:path";
import { buildCatalogue, type CatalogueModel, FileDigests, type SchemaSet, setDigest } from "@metric-events/schema";
import type { TextStore } from "@metric-events/system";
import { inOrder, moduleGroups } from "./generate.js";
import { GenerationRecord } from "./generation-record.js";
import { type GenerateOptions, ModuleWriter } from "./module-writer.js";
import { compareOutput, type OutputChange, type OutputFile, type OwnedFiles, writeOutput } from "./output.js";
import { pythonModule } from "./python/python-module.js";
import { fieldReference } from "./reference.js";

export interface ProjectOptions extends Pick<GenerateOptions, "code" | "importExtension"> {
  /** Folder of the generated modules. Without it, none are generated. */
  readonly out?: string | undefined;
  /** Path of the field reference, a Markdown file. Without it, none is generated. */
  readonly reference?: string | undefined;
  /** Path of the models for Python, a module. Without it, none is generated. */
  readonly python?: string | undefined;
  /** Whether to write nothing, and only compare. */
  readonly isCheck?: boolean;
  /** Remembers what was generated, so that only what changed is generated again. Without it, everything is, to be compared. */
  readonly memory?: TextStore | undefined;
}

/**
 * Writes what is generated from schemas that the lint has nothing against: modules, the field reference, and models for Python. Files that are up to date are
 * not touched.
 *
 * @returns what it changed or, for a check, would change; paths begin with `out`, or with the folder of `reference`.
 * @throws {ForeignFileError} for a file that was not generated, before anything is written.
 */
export async function generateProject(set: SchemaSet, options: ProjectOptions): Promise<OutputChange[]> {
  const outputs = await outputsOf(set, options);
  const changes = outputs.flatMap(({ folder, files, owned }) => inFolder(folder, compareOutput(folder, files, owned)));
  const isStale = changes.length > 0;
  if (isStale && options.isCheck !== true) {
    for (const { folder, files, owned } of outputs) writeOutput(folder, files, owned);
  }
  return changes;
}

interface Output {
  readonly folder: string;
  readonly files: readonly OutputFile[];
  readonly owned: OwnedFiles;
}

async function outputsOf(set: SchemaSet, options: ProjectOptions): Promise<Output[]> {
  const { out, reference, python, memory } = options;
  let made: CatalogueModel | undefined;
  const model = (): CatalogueModel => (made ??= buildCatalogue(set));
  const recordOf = (folder: string): GenerationRecord | undefined =>
    memory === undefined ? undefined : new GenerationRecord(memory, folder);
  const outputs: Output[] = [];
  if (out !== undefined) {
    outputs.push({
      folder: out,
      files: await modulesFor(set, model, options, recordOf(out)),
      owned: { ends: [".js", ".ts"] },
    });
  }
  const pages = [
    { path: reference, write: fieldReference },
    { path: python, write: pythonModule },
  ];
  for (const { path, write } of pages) {
    if (path === undefined) continue;
    const folder = dirname(path);
    const make = (): string => write(model());
    // The folder may hold anything else.
    outputs.push({
      folder,
      files: singleFile(basename(path), set, make, recordOf(`${folder}/`)),
      owned: { ends: [] },
    });
  }
  return outputs;
}

/** The modules; those that the record knows to be up to date without their content. */
async function modulesFor(
  set: SchemaSet,
  model: () => CatalogueModel,
  options: Pick<GenerateOptions, "code" | "importExtension">,
  record: GenerationRecord | undefined,
): Promise<OutputFile[]> {
  const whole = record?.keyOf(...new ModuleWriter(options).inputs, setDigest(set)) ?? "";
  const known = record?.allPaths(whole);
  if (known !== undefined) return known.map((path) => ({ path }));
  const digests = new FileDigests(set);
  const groups = await Promise.all(
    moduleGroups(model(), options).map(async ({ paths, event, inputs, generate }): Promise<readonly OutputFile[]> => {
      if (record === undefined) return generate();
      const key = record.keyOf(...paths, event === undefined ? "" : digests.digestOf(event.file), ...inputs());
      if (record.holds(key)) return paths.map((path) => ({ path }));
      const files = await generate();
      record.note(key, files);
      return files;
    }),
  );
  record?.save(whole);
  return inOrder(groups);
}

/** A file that is made of all schemas at once. */
function singleFile(
  path: string,
  set: SchemaSet,
  make: () => string,
  record: GenerationRecord | undefined,
): OutputFile[] {
  const whole = record?.keyOf(path, setDigest(set)) ?? "";
  if (record?.allPaths(whole) !== undefined) return [{ path }];
  const file = { path, content: make() };
  record?.note(whole, [file]);
  record?.save(whole);
  return [file];
}

function inFolder(folder: string, changes: readonly OutputChange[]): OutputChange[] {
  return changes.map(({ path, action }) => ({ path: join(folder, path), action }));
}
