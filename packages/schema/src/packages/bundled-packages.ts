import { membersOrNone } from "@metric-events/runtime";
import type { FormatMeaning } from "../format-meaning.js";
import { parseBounded } from "../parse-bounded.js";
import type { SchemaSet } from "../schema-set.js";
import { type DeadEnd, deadEnd } from "./dead-end.js";
import { PackageFiles } from "./package-files.js";
import { type PackageFinder, parseManifest, type SchemaPackage } from "./schema-package.js";

/** A package in a bundle. */
interface BundledPackage {
  /** What its package.json says, as far as references depend on it. */
  readonly manifest: object;
  /** What names mean in this package: keys of the bundle. */
  readonly uses: Readonly<Record<string, string>>;
  /** The texts of files by their paths. */
  readonly files: Readonly<Record<string, string>>;
}

interface PackageBundle {
  readonly $comment: string;
  readonly formats: FormatMeaning;
  /** What names mean in the schemas themselves. */
  readonly uses: Readonly<Record<string, string>>;
  /** By name and version. */
  readonly packages: Readonly<Record<string, BundledPackage>>;
}

/** What a set of schemas needs besides its files, as the text of a file; `undefined` where that is nothing. */
export function packageBundle({ formats, links }: SchemaSet): string | undefined {
  const { uses } = links;
  if (uses.length === 0 && formats === "annotate") return undefined;
  const packages = new Map<string, SchemaPackage>();
  for (const { to } of uses) packages.set(to.id, to);
  const keys = keysOf([...packages.values()]);
  const usesOf = (from: string | undefined): Record<string, string> =>
    sorted(uses.filter((use) => use.from === from).map(({ name, to }) => [name, keys.get(to.id) ?? ""]));
  const bundle: PackageBundle = {
    $comment:
      "Written by metric-events pack: what these schemas need besides their files, as it was when they were packed: what format means, and what they refer to in packages.",
    formats,
    uses: usesOf(undefined),
    packages: sorted(
      [...packages.values()].map(({ id, manifest: { name, version, exports } }) => {
        const files = links.filesRead(id);
        return [
          keys.get(id) ?? "",
          { manifest: { name, version, exports }, uses: usesOf(id), files: sorted([...files]) },
        ];
      }),
    ),
  };
  return `${JSON.stringify(bundle, null, 2)}\n`;
}

/** `@acme/envelope@1.2.0`; two folders may hold the same version, with other dependencies. */
function keysOf(packages: readonly SchemaPackage[]): Map<string, string> {
  const keys = new Map<string, string>();
  const taken = new Set<string>();
  for (const { id, name, version } of packages) {
    const start = version === undefined ? name : `${name}@${version}`;
    let key = start;
    for (let count = 2; taken.has(key); count++) key = `${start} (${count})`;
    taken.add(key);
    keys.set(id, key);
  }
  return keys;
}

function sorted<Value>(entries: readonly (readonly [string, Value])[]): Record<string, Value> {
  return Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

/** Finds packages in a bundle, and nowhere else. */
export class BundledPackages implements PackageFinder {
  readonly #uses: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly #packages: ReadonlyMap<string, SchemaPackage>;
  readonly #shown: string;

  /**
   * @param shown The path of the bundle, for people.
   * @param text Of the bundle. What is not understood in it is as if it were not there.
   */
  constructor(shown: string, text: string) {
    const data = membersOrNone(parseBounded(text));
    const packages = Object.entries(membersOrNone(data["packages"]));
    this.#shown = shown;
    this.#uses = new Map([
      ["", texts(data["uses"])],
      ...packages.map(([key, each]) => [`${shown}/${key}`, texts(membersOrNone(each)["uses"])] as const),
    ]);
    this.#packages = new Map(
      packages.flatMap(([key, each]) => {
        const { manifest, files } = membersOrNone(each);
        const read = parseManifest(JSON.stringify(manifest ?? null));
        return read === undefined ? [] : [[key, new PackageFiles(`${shown}/${key}`, read, texts(files))]];
      }),
    );
  }

  find(name: string, from: SchemaPackage | undefined): SchemaPackage | DeadEnd {
    const found = this.#packages.get(this.#uses.get(from?.id ?? "")?.get(name) ?? "");
    return found ?? deadEnd(`${this.#shown} has no package ${name}; pack the schemas again`);
  }

  declared(from: SchemaPackage | undefined): readonly string[] {
    return [...(this.#uses.get(from?.id ?? "")?.keys() ?? [])];
  }
}

function texts(value: unknown): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(membersOrNone(value)).flatMap(([key, text]) => (typeof text === "string" ? [[key, text]] : [])),
  );
}
