import { parseBounded } from "../parse-bounded.js";
import { isSchemaObject } from "../schema-types.js";
import type { DeadEnd } from "./dead-end.js";
import { labelOf, type PackageFinder, type SchemaPackage } from "./schema-package.js";

interface Declaration {
  readonly package: SchemaPackage;
  /** What the package is called where it is referred to; `undefined` within it. */
  readonly name: string | undefined;
  readonly path: string;
}

/** The schemas of packages by the absolute `$id` that they declare. Packages are looked into only when a reference asks for it. */
export class IdIndex {
  readonly #finder: PackageFinder;
  readonly #takes: (bytes: number) => boolean;
  readonly #pathsById = new Map<string, ReadonlyMap<string, string>>();

  /** @param takes Counts what is read, and says whether it is still within the limits. */
  constructor(finder: PackageFinder, takes: (bytes: number) => boolean) {
    this.#finder = finder;
    this.#takes = takes;
  }

  /** The file that declares an `$id`: in the package that refers to it, else in one that it depends on. */
  find(id: string, from: SchemaPackage | undefined): Declaration | DeadEnd {
    const own = from === undefined ? undefined : this.#paths(from).get(id);
    if (from !== undefined && own !== undefined) return { package: from, name: undefined, path: own };
    const found = new Map<string, Declaration>();
    for (const name of this.#finder.declared(from)) {
      const dependency = this.#finder.find(name, from);
      const path = "reason" in dependency ? undefined : this.#paths(dependency).get(id);
      if (!("reason" in dependency) && path !== undefined)
        found.set(dependency.id, { package: dependency, name, path });
    }
    // A copy of an older version may be installed under another name.
    const named = [...found.values()].filter((each) => each.name === each.package.name);
    const declarations = named.length > 0 ? named : [...found.values()];
    const [first, ...others] = declarations;
    if (first !== undefined && others.length === 0) return first;
    const names = declarations.map((each) => labelOf(each.package));
    const reason =
      first === undefined
        ? `neither a schema ${from === undefined ? "of this folder" : `of the package ${labelOf(from)}`} nor one in schemas/ of a package that it depends on declares this "$id"; nothing is fetched`
        : `${names.slice(0, -1).join(", ")} and ${names.at(-1)} both declare this "$id"; refer to one by npm:<package>/<path>`;
    return { reason, suggestion: undefined };
  }

  #paths(from: SchemaPackage): ReadonlyMap<string, string> {
    const known = this.#pathsById.get(from.id);
    if (known !== undefined) return known;
    const paths = new Map<string, string>();
    for (const path of from.schemaFiles()) {
      const read = from.read(path);
      if ("reason" in read || !this.#takes(read.bytes.length)) continue;
      const id = idIn(read.bytes);
      if (id !== undefined && !paths.has(id)) paths.set(id, path);
    }
    this.#pathsById.set(from.id, paths);
    return paths;
  }
}

/** The absolute `$id` of a file; what is wrong with the file is said once something refers to it. */
function idIn(bytes: Uint8Array): string | undefined {
  const schema = parseBounded(new TextDecoder().decode(bytes));
  if (!isSchemaObject(schema)) return undefined;
  const { $id }: { readonly $id?: unknown } = schema;
  return typeof $id === "string" && URL.canParse($id) ? new URL($id).href : undefined;
}
