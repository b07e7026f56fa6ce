import type { LockedPackage, LockFile } from "./lock-file.js";

interface Entry {
  readonly version?: string;
  /** Where the package is from, as Yarn writes it since version 2. */
  readonly resolution?: string;
  /** The same of Yarn 1. */
  readonly resolved?: string;
  readonly integrity?: string;
}

/** yarn.lock, of Yarn 1 and later: an entry for each package lists the ranges of versions that it stands for. */
export class YarnLock implements LockFile {
  readonly #entries: ReadonlyMap<string, Entry>;

  constructor(text: string) {
    this.#entries = parseEntries(text);
  }

  keyOf(): string {
    return "";
  }

  find(name: string, _from: string, range: string | undefined): LockedPackage | undefined {
    const entry = this.#entry(name, range);
    if (entry === undefined) return undefined;
    const [, folder] = (entry.resolution ?? "").split("@workspace:");
    if (folder !== undefined) return { kind: "workspace", folder: folder === "." ? "" : folder, key: "" };
    const { version, integrity } = entry;
    if (version === undefined || !isOfRegistry(entry, range)) return undefined;
    const alias = (range ?? "").startsWith("npm:") ? (range ?? "").slice("npm:".length) : "";
    const published = alias.lastIndexOf("@") > 0 ? alias.slice(0, alias.lastIndexOf("@")) : name;
    return { kind: "published", name: published, version, integrity, key: "" };
  }

  /** Without a range, as for a peer, the one entry of this name. */
  #entry(name: string, range: string | undefined): Entry | undefined {
    const known = range === undefined ? [] : [`${name}@${range}`, `${name}@npm:${range}`, `${name}@workspace:${range}`];
    const exact = known.map((spec) => this.#entries.get(spec)).find((entry) => entry !== undefined);
    if (exact !== undefined) return exact;
    const named = [...this.#entries].filter(([spec]) => spec.startsWith(`${name}@`)).map(([, entry]) => entry);
    return new Set(named).size === 1 ? named[0] : undefined;
  }
}

/** What came from git or a file may be another package than what the registry has by that name; only its hash could tell. */
function isOfRegistry({ resolution, resolved, integrity }: Entry, range: string | undefined): boolean {
  if (integrity !== undefined) return true;
  if (resolution !== undefined) return resolution.includes("@npm:");
  if (resolved !== undefined) return /^https?:/.test(resolved);
  return range === undefined || range.startsWith("npm:") || !/[:/]/.test(range);
}

function parseEntries(text: string): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  let entry: Record<string, string> = {};
  for (const line of text.split("\n")) {
    if (/^[^\s#]/.test(line)) {
      entry = {};
      for (const spec of line.trimEnd().replaceAll('"', "").replace(/:$/, "").split(", ")) entries.set(spec, entry);
    } else {
      const [, key, value] = /^ {2}(version|resolution|resolved|integrity):? "?([^"\s]+)/.exec(line) ?? [];
      if (key !== undefined && value !== undefined) entry[key] = value;
    }
  }
  return entries;
}
