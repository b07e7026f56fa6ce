import { suggest } from "@metric-events/runtime";
import type { Diagnostic } from "../diagnostic.js";
import { parseSchemaFile } from "../parse-schema-file.js";
import type { SchemaFile } from "../schema-set.js";
import { isSchemaObject } from "../schema-types.js";
import { schemaSetLimits } from "../size-limits.js";
import { walk } from "../walk.js";
import { type DeadEnd, deadEnd } from "./dead-end.js";
import { IdIndex } from "./id-index.js";
import { type PackageLink, PackageLinks } from "./package-links.js";
import { baseOf, decodePath, parsePackageReference } from "./package-reference.js";
import { prefixTitles } from "./prefix-titles.js";
import { labelOf, type PackageFinder, pathFor, type SchemaPackage } from "./schema-package.js";

/** What schemas need of packages. */
export interface LinkedPackages {
  /** The files that they refer to, and that these refer to. */
  readonly files: readonly SchemaFile[];
  readonly links: PackageLinks;
  /** What is wrong with files of packages. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Four files of the largest size, and far more than the schemas of packages that a team builds on. */
const { files: maxFiles, totalBytes: maxBytes } = schemaSetLimits;

/** Follows the references of schema files into packages. */
export function linkPackages(own: readonly SchemaFile[], finder: PackageFinder): LinkedPackages {
  const linker = new Linker(own, finder);
  for (const file of own) linker.link(file, undefined);
  return linker.result();
}

/** Suggests a whole reference in place of the name of a package. */
function suggesting({ reason, suggestion }: DeadEnd, path: string): DeadEnd {
  return { reason, suggestion: suggestion === undefined ? undefined : `npm:${suggestion}/${path}` };
}

class Linker {
  readonly #own: ReadonlyMap<string, SchemaFile>;
  readonly #ownUris: ReadonlySet<string>;
  readonly #finder: PackageFinder;
  readonly #ids: IdIndex;
  readonly #links = new PackageLinks();
  readonly #loaded = new Map<string, PackageLink>();
  readonly #files: SchemaFile[] = [];
  readonly #diagnostics: Diagnostic[] = [];
  readonly #pending: { file: SchemaFile; from: SchemaPackage }[] = [];
  #bytes = 0;

  constructor(own: readonly SchemaFile[], finder: PackageFinder) {
    this.#own = new Map(own.map((file) => [file.fileUri, file]));
    this.#ownUris = new Set(own.map(({ uri }) => uri));
    this.#finder = finder;
    this.#ids = new IdIndex(finder, (bytes) => this.#takes(bytes));
  }

  /** Finds out where the references of a file lead that do not lead to files of the folder, and those of the files there. */
  link(file: SchemaFile, from: SchemaPackage | undefined): void {
    for (const base of basesIn(file)) {
      const link = from === undefined ? this.#fromFolder(file, base) : this.#fromPackage(file, base, from);
      if (link !== undefined) this.#links.add(file, base, link);
    }
  }

  result(): LinkedPackages {
    for (let next = this.#pending.pop(); next !== undefined; next = this.#pending.pop()) {
      this.link(next.file, next.from);
    }
    const files = this.#files.toSorted((left, right) => (left.path < right.path ? -1 : 1));
    return { files: prefixTitles(files), links: this.#links, diagnostics: this.#diagnostics };
  }

  #fromFolder(file: SchemaFile, base: string): PackageLink | undefined {
    const reference = parsePackageReference(base);
    if (reference !== undefined) return this.#follow(reference, undefined);
    const url = parseUrl(base, file.uri);
    if (url === undefined || url.protocol === "file:" || this.#ownUris.has(url.href)) return undefined;
    return this.#byId(url.href, undefined);
  }

  #fromPackage(file: SchemaFile, base: string, from: SchemaPackage): PackageLink {
    const reference = parsePackageReference(base);
    if (reference !== undefined) return this.#follow(reference, from);
    const url = parseUrl(base, file.uri);
    if (url === undefined) return deadEnd("this is not a URI reference");
    if (url.protocol !== "file:") return this.#byId(url.href, from);
    if (!url.href.startsWith(from.rootUri)) {
      return deadEnd("this leads out of the package; it refers to another one by npm:<package>/<path>");
    }
    const path = decodePath(url.href.slice(from.rootUri.length).split("/"));
    return typeof path === "string" ? this.#load(from, path) : path;
  }

  #follow(reference: { name: string; path: string } | DeadEnd, from: SchemaPackage | undefined): PackageLink {
    if ("reason" in reference) return reference;
    const found = this.#finder.find(reference.name, from);
    if ("reason" in found) return suggesting(found, reference.path);
    const path = pathFor(found, reference.path);
    if (typeof path !== "string") return path;
    if (!this.#own.has(found.uriOf(path))) this.#links.addUse({ from: from?.id, name: reference.name, to: found });
    return this.#load(found, path);
  }

  #byId(id: string, from: SchemaPackage | undefined): PackageLink {
    const found = this.#ids.find(id, from);
    if ("reason" in found) return found;
    if (found.name !== undefined) this.#links.addUse({ from: from?.id, name: found.name, to: found.package });
    return this.#load(found.package, found.path);
  }

  #load(from: SchemaPackage, path: string): PackageLink {
    const fileUri = from.uriOf(path);
    // A package may refer to itself by its name.
    const known = this.#loaded.get(fileUri) ?? this.#own.get(fileUri) ?? this.#read(from, path, fileUri);
    this.#loaded.set(fileUri, known);
    return known;
  }

  #read(from: SchemaPackage, path: string, fileUri: string): PackageLink {
    const shown = from.show(path);
    if (!path.endsWith(".json")) return deadEnd(`${shown} is not a .json file`);
    const read = from.read(path);
    if ("reason" in read) return unreadable(from, path, read.reason);
    if (!this.#takes(read.bytes.length)) return deadEnd(tooMuch);
    const { id, name, version } = from;
    const parsed = parseSchemaFile(
      { path: shown, role: "shared", fileUri, package: { id, name, version } },
      read.bytes,
    );
    if ("diagnostics" in parsed) {
      this.#diagnostics.push(...parsed.diagnostics);
      return deadEnd(`${shown} has a mistake of its own`);
    }
    this.#links.addFile(id, path, new TextDecoder().decode(read.bytes));
    this.#files.push(parsed.file);
    this.#pending.push({ file: parsed.file, from });
    return { fileUri };
  }

  #takes(bytes: number): boolean {
    this.#bytes += bytes;
    return this.#bytes <= maxBytes && this.#files.length < maxFiles;
  }
}

/** With the file that was probably meant. */
function unreadable(from: SchemaPackage, path: string, reason: string): DeadEnd {
  const schemas = from.schemaFiles();
  const meant = suggest(path, schemas);
  const hint = schemas.length === 0 ? "; the package has no schema files in schemas/" : "";
  return {
    reason: `cannot read ${from.show(path)} of the package ${labelOf(from)}: ${reason}${hint}`,
    suggestion: meant === undefined ? undefined : `npm:${from.name}/${meant}`,
  };
}

const tooMuch = `the packages have more than ${maxFiles} schema files, or ${maxBytes / 1024 / 1024} MiB of them`;

/** The references of a file without their fragments, each once. */
export function basesIn(file: SchemaFile): Set<string> {
  const bases = new Set<string>();
  walk(file.schema, (schema) => {
    const ref: unknown = isSchemaObject(schema) ? schema.$ref : undefined;
    if (typeof ref === "string") bases.add(baseOf(ref));
  });
  bases.delete("");
  return bases;
}

function parseUrl(ref: string, base: string): URL | undefined {
  return URL.canParse(ref, base) ? new URL(ref, base) : undefined;
}
