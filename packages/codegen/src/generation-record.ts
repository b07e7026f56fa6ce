import { join } from "node:path";
import { digestOf } from "@metric-events/schema";
import { buildDigest, type TextStore } from "@metric-events/system";
import type { GeneratedFile } from "./modules.js";
import { readGenerated } from "./read-generated.js";

/** Files that were generated together: the path of each, with the digest of its content. */
type Written = readonly (readonly [path: string, digest: string])[];

interface Kept {
  /** The key of all schemas and options. */
  readonly whole: string;
  readonly groups: readonly (readonly [key: string, written: Written])[];
}

/**
 * What was generated from what, by digests. With it, what is up to date need not be generated to be compared: the files in the folder are
 * known to be right when they have the digests of those that were generated for the same key.
 */
export class GenerationRecord {
  readonly #store: TextStore;
  readonly #name: string;
  readonly #folder: string;
  readonly #kept: Kept | undefined;
  readonly #known: ReadonlyMap<string, Written>;
  readonly #current = new Map<string, Written>();

  constructor(store: TextStore, folder: string) {
    this.#store = store;
    this.#folder = folder;
    this.#name = `generated-1-${digestOf(folder)}`;
    const text = store.read(this.#name);
    this.#kept = text === undefined ? undefined : (JSON.parse(text) as Kept);
    this.#known = new Map(this.#kept?.groups);
  }

  /** The key of what is generated from these inputs by this build. */
  keyOf(...inputs: readonly string[]): string {
    return digestOf(buildDigest(import.meta.url), ...inputs);
  }

  /** The paths of all files, if they are as they were generated for this key of all schemas and options. */
  allPaths(whole: string): string[] | undefined {
    if (this.#kept?.whole !== whole) return undefined;
    const written = this.#kept.groups.flatMap(([, files]) => files);
    return this.#areThere(written) ? written.map(([path]) => path) : undefined;
  }

  /** Whether the files of a group are as they were generated for this key. */
  holds(key: string): boolean {
    const written = this.#known.get(key);
    if (written === undefined || !this.#areThere(written)) return false;
    this.#current.set(key, written);
    return true;
  }

  note(key: string, files: readonly GeneratedFile[]): void {
    this.#current.set(
      key,
      files.map(({ path, content }) => [path, digestOf(content)]),
    );
  }

  /** Keeps what was noted or found to hold, and forgets all else. */
  save(whole: string): void {
    const kept: Kept = { whole, groups: [...this.#current] };
    this.#store.write(this.#name, JSON.stringify(kept));
  }

  #areThere(written: Written): boolean {
    return written.every(([path, digest]) => digestOfFile(join(this.#folder, path)) === digest);
  }
}

function digestOfFile(path: string): string | undefined {
  try {
    return digestOf(readGenerated(path));
  } catch {
    return undefined;
  }
}
