import { posix } from "node:path";
import { CheckError } from "../check-error.js";
import type { Git, GitEntry } from "./git.js";
import type { Allowance } from "./limits.js";

/** A file of a commit. */
interface GitFile {
  /** Relative to the top of the repository, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** A file of a commit that was not read yet: what it holds, and under which path it is known. */
interface Listed {
  readonly path: string;
  readonly id: string;
}

const maxLinks = 1000;
/** PATH_MAX of Linux. */
const maxTargetBytes = 4096;

/** Of entries that are not files (git-fast-import(1)). */
const modes = { link: "120000", folder: "040000", submodule: "160000" } as const;

/**
 * The schema files below a folder, in one commit; links are followed. `folder` is relative to the top; empty for all.
 *
 * @throws {CheckError} for a link that leads nowhere or to a folder that contains it, and for too much.
 */
export function schemaFilesOf(git: Git, commit: string, folder: string, allowance: Allowance): GitFile[] {
  const entries = git.entries(commit, folder === "" ? [] : [`${folder}/`]);
  const files = new Listing(git, commit, allowance).files(entries, [folder]);
  const texts = git.blobs(files.map(({ id }) => id));
  return files.map(({ path }, index) => ({ path, text: texts[index] ?? "" }));
}

class Listing {
  readonly #git: Git;
  readonly #commit: string;
  readonly #allowance: Allowance;
  #links = 0;
  #tree: Tree | undefined;

  constructor(git: Git, commit: string, allowance: Allowance) {
    this.#git = git;
    this.#commit = commit;
    this.#allowance = allowance;
  }

  /** @param open The folders that are being listed, the innermost last. */
  files(entries: readonly GitEntry[], open: readonly string[]): Listed[] {
    return entries.flatMap((entry) =>
      entry.mode === modes.link ? this.#follow(entry.path, entry, open) : this.#take(entry.path, entry),
    );
  }

  /** What a link leads to, under the path of the first link on the way. */
  #follow(path: string, link: GitEntry, open: readonly string[]): Listed[] {
    if (++this.#links > maxLinks)
      throw this.#wrong(path, `more than ${maxLinks.toLocaleString("en-US")} links would have to be followed`);
    this.#tree ??= new Tree(this.#git, this.#commit);
    const target = this.#tree.targetOf(link);
    const resolved = posix.join(posix.dirname(link.path), target).replace(/\/$/, "");
    const inner = resolved === "." ? "" : resolved;
    if (inner === "" || open.includes(inner) || link.path.startsWith(`${inner}/`))
      throw this.#wrong(path, `this link to ${target} leads back to a folder that contains it`);
    const entry = posix.isAbsolute(target) ? undefined : this.#tree.entry(inner);
    if (entry === undefined || entry.mode === modes.submodule)
      throw this.#wrong(path, `this is a link to ${target}, which the commit does not have; name a folder instead`);
    if (entry.mode === modes.link) return this.#follow(path, entry, [...open, link.path]);
    if (entry.mode !== modes.folder) return this.#take(path, entry);
    const files = this.files(this.#tree.below(inner), [...open, inner]);
    return files.map((file) => ({ ...file, path: path + file.path.slice(inner.length) }));
  }

  #take(path: string, { id, size }: GitEntry): Listed[] {
    if (!path.endsWith(".schema.json")) return [];
    this.#allowance.take(path, size);
    return [{ path, id }];
  }

  #wrong(path: string, what: string): CheckError {
    return new CheckError("baseline-not-found", `${path} of commit ${this.#commit.slice(0, 12)}: ${what}`);
  }
}

/** All of a commit, which is only listed when there are links: they may lead anywhere in it. */
class Tree {
  readonly #entries: ReadonlyMap<string, GitEntry>;
  readonly #targets: ReadonlyMap<string, string>;

  constructor(git: Git, commit: string) {
    const entries = git.entries(commit, [], "-t");
    this.#entries = new Map(entries.map((entry) => [entry.path, entry]));
    const links = entries.filter(({ mode, size }) => mode === modes.link && size <= maxTargetBytes).map(({ id }) => id);
    const texts = git.blobs(links);
    this.#targets = new Map(links.map((id, index) => [id, texts[index] ?? ""]));
  }

  entry(path: string): GitEntry | undefined {
    return this.#entries.get(path);
  }

  /** What a folder contains at any depth, without the folders in it. */
  below(folder: string): GitEntry[] {
    return [...this.#entries.values()].filter(
      ({ path, mode }) => mode !== modes.folder && path.startsWith(`${folder}/`),
    );
  }

  targetOf({ id }: GitEntry): string {
    return this.#targets.get(id) ?? "a path that is too long";
  }
}
