import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { CheckError } from "../check-error.js";
import { type GitResult, spawnGit } from "./git-command.js";
import { limits } from "./limits.js";

/** An entry of a tree of a commit. */
export interface GitEntry {
  /** `100644`, `100755`; `120000` for a link, `040000` for a folder, `160000` for a submodule. */
  readonly mode: string;
  readonly id: string;
  /** Relative to the top of the repository, with slashes. */
  readonly path: string;
  /** Bytes; 0 for what is not a file. */
  readonly size: number;
}

/** The git repository around a folder, asked through the `git` command. Nothing in it is changed, and nothing is fetched. */
export class Git {
  /** Absolute path of the work tree. */
  readonly top: string;

  /** @throws {CheckError} `git-failed` when git is not installed, `no-repository` outside a repository. */
  constructor(folder: string) {
    // Git knows the repository by its real path. It is called at the top, where `.git` is, since files of a folder below may
    // look like a repository of their own.
    const real = realpathSync(folder);
    const start = ancestors(real).find((each) => existsSync(join(each, ".git")));
    if (start === undefined) throw noRepository(folder, "");
    const { status, stdout, stderr } = spawnGit(start, ["rev-parse", "--show-toplevel"]);
    const top = stdout.toString().replace(/\n$/, "");
    if (status !== 0) throw noRepository(folder, `: ${stderr.toString().trim()}`);
    if (!ancestors(start).includes(top))
      throw noRepository(folder, `: git names the work tree ${JSON.stringify(top)}, which does not contain it`);
    this.top = top;
  }

  /** What a command prints, without the newline at its end; `undefined` when it fails. */
  try(...args: readonly string[]): string | undefined {
    const result = this.#spawn(args);
    return result.status === 0 ? result.stdout.toString().replace(/\n$/, "") : undefined;
  }

  /** @throws {CheckError} with what git says when it fails. */
  run(...args: readonly string[]): string {
    return this.#checked(args).toString().replace(/\n$/, "");
  }

  /** Whether history was cut off when the repository was cloned. */
  get isShallow(): boolean {
    return this.try("rev-parse", "--is-shallow-repository") === "true";
  }

  /** The commit that a name refers to. */
  commit(name: string): string | undefined {
    return this.try("rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`);
  }

  /** The commit of a ref with exactly this name, such as `refs/heads/main`. */
  refCommit(name: string): string | undefined {
    return this.try("show-ref", "--verify", "--quiet", name) === undefined ? undefined : this.commit(name);
  }

  /** All that a commit has below some paths, or everywhere; with `-t`, its folders as well. */
  entries(commit: string, paths: readonly string[], ...options: readonly "-t"[]): GitEntry[] {
    const args = ["ls-tree", "-r", "-z", "--full-tree", "--long", ...options, commit, "--", ...paths];
    const listing = this.#checked(args).toString();
    return listing.split("\0").flatMap((line) => {
      const [, mode, id = "", size, path = ""] = /^(\d+) \w+ ([\da-f]+) +(-|\d+|BAD)\t(.*)$/s.exec(line) ?? [];
      return mode === undefined ? [] : [{ mode, id, path, size: Number(size) || 0 }];
    });
  }

  /**
   * The text of one file of a commit; `undefined` when it is not there.
   *
   * @throws {CheckError} `too-large` when it is larger than a file of a baseline may be.
   */
  file(commit: string, path: string): string | undefined {
    const result = spawnGit(this.top, ["cat-file", "blob", `${commit}:${path}`], { maxOutputBytes: limits.fileBytes });
    return result.status === 0 ? result.stdout.toString() : undefined;
  }

  /** `git cat-file --batch` answers each name with a header line, the content, and a newline (git-cat-file(1)). */
  blobs(ids: readonly string[]): string[] {
    if (ids.length === 0) return [];
    const output = this.#checked(["cat-file", "--batch"], ids.map((id) => `${id}\n`).join(""));
    const texts: string[] = [];
    let position = 0;
    for (const id of ids) {
      const end = output.indexOf(0x0a, position);
      const [, , size] = output.subarray(position, end).toString().split(" ");
      if (size === undefined)
        throw new CheckError(
          "incomplete-history",
          `git has no object ${id} of this commit; fetch it: git fetch --refetch`,
        );
      const start = end + 1;
      texts.push(output.subarray(start, start + Number(size)).toString());
      position = start + Number(size) + 1;
    }
    return texts;
  }

  #checked(args: readonly string[], input?: string): Buffer {
    const { status, stdout, stderr } = this.#spawn(args, input);
    if (status === 0) return stdout;
    throw new CheckError("git-failed", `git ${args[0]}: ${stderr.toString().trim() || `ended with status ${status}`}`);
  }

  #spawn(args: readonly string[], input?: string): GitResult {
    return spawnGit(this.top, args, { input });
  }
}

function noRepository(folder: string, reason: string): CheckError {
  return new CheckError(
    "no-repository",
    `${folder} is not in a git repository${reason}; name a folder, a .tgz or a package to compare with`,
  );
}

/** The folder and those above it, the innermost first. */
function ancestors(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...ancestors(above)];
}
