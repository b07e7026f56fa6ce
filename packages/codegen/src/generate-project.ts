import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
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
 * @throws {ForeignFileError} for a file that was not generated, or is of another kind, before anything is written.
 * @throws {OutputClashError} for two outputs at one path, before anything is written.
 */
export async function generateProject(set: SchemaSet, options: ProjectOptions): Promise<OutputChange[]> {
  const outputs = await outputsOf(set, options);
  refuseClashes(outputs);
  const changes = outputs.flatMap(({ folder, files, owned }) => inFolder(folder, compareOutput(folder, files, owned)));
  const isStale = changes.length > 0;
  if (isStale && options.isCheck !== true) {
    for (const { folder, files, owned } of outputs) writeOutput(folder, files, owned);
  }
  return changes;
}

/** What {@link generateProject} writes, by the option that says where. */
type OutputName = "out" | "reference" | "python";

/** Two outputs would be written to the same path, or one into what the other writes as a file. */
export class OutputClashError extends Error {
  override readonly name = "OutputClashError";
  readonly path: string;

  constructor(path: string, one: OutputName, other: OutputName) {
    super(`"${one}" and "${other}" would both write ${path}; give each a path of its own`);
    this.path = path;
  }
}

function refuseClashes(outputs: readonly Output[]): void {
  const taken = new Map<string, OutputName>();
  const folders = new Map<string, OutputName>();
  for (const { name, folder, files } of outputs) {
    const real = realFolder(resolve(folder));
    for (const { path } of files) {
      const file = join(real, path);
      const other = taken.get(file) ?? folders.get(file);
      if (other !== undefined && other !== name) throw new OutputClashError(join(folder, path), other, name);
      taken.set(file, name);
    }
    for (let at = real; at !== dirname(at); at = dirname(at)) {
      const other = taken.get(at);
      if (other !== undefined) throw new OutputClashError(at, other, name);
      folders.set(at, name);
    }
  }
}

/** A folder without links, as far as it exists. */
function realFolder(folder: string): string {
  if (existsSync(folder)) return realpathSync(folder);
  return dirname(folder) === folder ? folder : join(realFolder(dirname(folder)), basename(folder));
}

interface Output {
  readonly name: OutputName;
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
      name: "out",
      folder: out,
      files: await modulesFor(set, model, options, recordOf(out)),
      owned: { ends: [".js", ".ts"] },
    });
  }
  const pages = [
    { name: "reference", path: reference, write: fieldReference },
    { name: "python", path: python, write: pythonModule },
  ] as const;
  for (const { name, path, write } of pages) {
    if (path === undefined) continue;
    const folder = dirname(path);
    const make = (): string => write(model());
    // The folder may hold anything else.
    outputs.push({
      name,
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
