import { basename, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { readRegularFile } from "@metric-events/system";
import { addingTo, type LintCache } from "./cache/lint-cache.js";
import { findSchemaFiles, schemaSuffix } from "./find-schema-files.js";
import { lint } from "./lint.js";
import { loadFile, loadFiles, type SchemaFile, type SchemaSet } from "./load.js";
import { basesIn } from "./packages/link-packages.js";
import { parsePackageReference } from "./packages/package-reference.js";
import { isSchemaObject } from "./schema-types.js";
import { maxSchemaBytes } from "./size-limits.js";
import { UnusableSchemasError } from "./usable-schemas.js";

/**
 * Loads the schemas of one event of a folder: its file, those that it refers to, and others that claim its name. The rest of the folder may have
 * any mistakes. `undefined` where these files are not enough to say what the event is: its file has another name, a reference goes by
 * `$id`, or leads to no file.
 *
 * @throws {UnusableSchemasError} with what the lint finds in these files.
 */
export function loadUsableEvent(folder: string, eventName: string, cache?: LintCache): SchemaSet | undefined {
  const needed = new NeededFiles(folder);
  const paths = needed.pathsFor(eventName);
  if (paths === undefined) return undefined;
  const set = loadFiles(folder, paths);
  const diagnostics = lint(set, cache === undefined ? undefined : addingTo(cache));
  if (diagnostics.length > 0) throw new UnusableSchemasError(set.root, diagnostics);
  return set;
}

class NeededFiles {
  readonly #folder: string;
  readonly #paths: readonly string[];

  constructor(folder: string) {
    this.#folder = folder;
    this.#paths = findSchemaFiles(folder).files;
  }

  /** In the order in which files are loaded. */
  pathsFor(eventName: string): string[] | undefined {
    const own = this.#pathOf(eventName);
    if (own === undefined) return undefined;
    const needed = new Set<string>();
    const pending = [own, ...this.#rivals(eventName, own)];
    for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
      if (needed.has(path)) continue;
      needed.add(path);
      const parsed = loadFile(this.#folder, path);
      const next = "file" in parsed ? this.#pathsFrom(parsed.file) : [];
      if (next === undefined) return undefined;
      pending.push(...next);
    }
    return this.#paths.filter((path) => needed.has(path));
  }

  /** The only file with the name of an event. */
  #pathOf(eventName: string): string | undefined {
    const [path, ...others] = this.#paths.filter(
      (each) => isEvent(each) && basename(each) === eventName + schemaSuffix,
    );
    return others.length === 0 ? path : undefined;
  }

  /** Files of other names that say they are about the same event. */
  #rivals(eventName: string, own: string): string[] {
    const mention = `"${eventName}"`;
    return this.#paths.filter((path) => {
      if (path === own || !isEvent(path) || !mentions(join(this.#folder, path), mention)) return false;
      const parsed = loadFile(this.#folder, path);
      return "file" in parsed && hasConstant(parsed.file.schema, eventName);
    });
  }

  /** The files of the folder that a file leads to; `undefined` where not all of them are found by their paths. */
  #pathsFrom(file: SchemaFile): string[] | undefined {
    if (file.uri !== file.fileUri) return undefined;
    const { ends } = file.schema;
    const paths: (string | undefined)[] = ends === undefined ? [] : [this.#pathOf(String(ends))];
    for (const base of basesIn(file)) {
      if (parsePackageReference(base) === undefined) paths.push(this.#pathAt(base, file.fileUri));
    }
    return paths.includes(undefined) ? undefined : paths.filter((path) => path !== undefined);
  }

  #pathAt(base: string, from: string): string | undefined {
    const url = URL.canParse(base, from) ? new URL(base, from) : undefined;
    if (url?.protocol !== "file:" || url.host !== "") return undefined;
    try {
      const path = relative(this.#folder, fileURLToPath(url));
      return this.#paths.includes(path) ? path : undefined;
    } catch {
      // An encoded slash is not a path.
      return undefined;
    }
  }
}

function isEvent(path: string): boolean {
  return path.startsWith(`events${sep}`);
}

/** Whether a field is always this text. Which one has the name of the event, only the envelope says. */
function hasConstant({ properties }: SchemaFile["schema"], text: string): boolean {
  return Object.values(properties ?? {}).some((property) => isSchemaObject(property) && property.const === text);
}

function mentions(path: string, text: string): boolean {
  try {
    return Buffer.from(readRegularFile(path, maxSchemaBytes)).includes(text);
  } catch {
    return false;
  }
}
