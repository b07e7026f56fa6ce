import { spawnSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { posix } from "node:path";
import { CheckError } from "../check-error.js";

/** A file of a commit. */
export interface GitFile {
  /** Relative to the top of the repository, with slashes. */
  readonly path: string;
  readonly text: string;
}

const maxOutputBytes = 512 * 1024 * 1024;

/** Variables by which a hook tells git where it is: they are about another folder than the one that is asked about here. */
const placeVariables = new Set([
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_PREFIX",
  "GIT_COMMON_DIR",
  "GIT_OBJECT_DIRECTORY",
  "GIT_NAMESPACE",
]);

function gitEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !placeVariables.has(name));
  return {
    ...Object.fromEntries(inherited),
    // Messages that are looked at are those of the C locale.
    LC_ALL: "C",
    GIT_OPTIONAL_LOCKS: "0",
    // Nothing is fetched on demand, since that can ask for passwords.
    GIT_TERMINAL_PROMPT: "0",
    // A folder may be called ":x" or "*".
    GIT_LITERAL_PATHSPECS: "1",
  };
}

/** The git repository around a folder, asked through the `git` command. Nothing in it is changed. */
export class Git {
  /** Absolute path of the work tree. */
  readonly top: string;
  readonly #cwd: string;

  /** @throws {CheckError} when there is no git, or no repository. */
  constructor(cwd: string) {
    // Git knows the repository by its real path.
    this.#cwd = realpathSync(cwd);
    const top = this.try("rev-parse", "--show-toplevel");
    if (top === undefined)
      throw new CheckError(
        "no-repository",
        `${cwd} is in no git repository; name a folder, a .tgz or a package to compare with`,
      );
    this.top = top;
  }

  /** What a command prints, without the newline at its end; `undefined` when it fails. */
  try(...args: readonly string[]): string | undefined {
    const result = this.#spawn(args, undefined);
    return result.status === 0 ? result.stdout.toString().replace(/\n$/, "") : undefined;
  }

  /** @throws {CheckError} with what git says when it fails. */
  run(...args: readonly string[]): string {
    return this.#checked(args, undefined).toString().replace(/\n$/, "");
  }

  /** Whether history was cut off when the repository was cloned. */
  get isShallow(): boolean {
    return this.try("rev-parse", "--is-shallow-repository") === "true";
  }

  /** The commit that a name stands for. */
  commit(name: string): string | undefined {
    return this.try("rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`);
  }

  /** The commit of a ref with exactly this name, such as `refs/heads/main`. */
  refCommit(name: string): string | undefined {
    return this.try("show-ref", "--verify", "--quiet", name) === undefined ? undefined : this.commit(name);
  }

  /** The files below a folder, in one commit; links are followed. `folder` is relative to the top; empty for all. */
  files(commit: string, folder: string): GitFile[] {
    const below = folder === "" ? [] : [`${folder}/`];
    const listing = this.#checked(["ls-tree", "-r", "-z", "--full-tree", commit, "--", ...below], undefined);
    const entries = listing
      .toString()
      .split("\0")
      .flatMap((line) => {
        const [, mode = "", id = "", path = ""] = /^(\d+) blob ([\da-f]+)\t(.*)$/s.exec(line) ?? [];
        return path === "" ? [] : [{ isLink: mode === "120000", id, path }];
      });
    const texts = this.#blobs(entries.map(({ id }) => id));
    return entries.flatMap(({ isLink, path }, index) => {
      const text = texts[index] ?? "";
      return isLink ? this.#follow(commit, path, text) : [{ path, text }];
    });
  }

  /** The text of one file of a commit; `undefined` when it is not there. */
  file(commit: string, path: string): string | undefined {
    const result = this.#spawn(["show", `${commit}:${path}`], undefined);
    return result.status === 0 ? result.stdout.toString() : undefined;
  }

  /** What a symbolic link of a commit leads to, under the path of the link. */
  #follow(commit: string, path: string, target: string): GitFile[] {
    const resolved = posix.join(posix.dirname(path), target);
    switch (this.try("cat-file", "-t", `${commit}:${resolved}`)) {
      case "blob":
        return [{ path, text: this.file(commit, resolved) ?? "" }];
      case "tree":
        return this.files(commit, resolved).map((file) => ({ ...file, path: path + file.path.slice(resolved.length) }));
      default:
        throw new CheckError(
          "baseline-not-found",
          `${path} is a link to ${target}, which commit ${commit.slice(0, 12)} does not have; name a folder instead`,
        );
    }
  }

  /** `git cat-file --batch` answers each name with a header line, the content, and a newline (git-cat-file(1)). */
  #blobs(ids: readonly string[]): string[] {
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

  #checked(args: readonly string[], input: string | undefined): Buffer {
    const { status, stdout, stderr } = this.#spawn(args, input);
    if (status === 0) return stdout;
    throw new CheckError("git-failed", `git ${args[0]}: ${stderr.toString().trim() || `ended with status ${status}`}`);
  }

  #spawn(
    args: readonly string[],
    input: string | undefined,
  ): { status: number | null; stdout: Buffer; stderr: Buffer } {
    const result = spawnSync("git", [...args], {
      cwd: this.#cwd,
      maxBuffer: maxOutputBytes,
      env: gitEnvironment(),
      ...(input === undefined ? {} : { input }),
    });
    if (result.error !== undefined) {
      const isMissing = "code" in result.error && result.error.code === "ENOENT";
      const reason = isMissing ? "it is not installed, or not in PATH" : result.error.message;
      throw new CheckError("git-failed", `cannot run git: ${reason}`, { cause: result.error });
    }
    return result;
  }
}
