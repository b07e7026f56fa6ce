import { spawnSync } from "node:child_process";
import { EnvironmentError } from "../../errors.js";

/** A file of a commit. */
export interface GitFile {
  /** Relative to the top of the repository, with slashes. */
  readonly path: string;
  readonly text: string;
}

const maxOutputBytes = 512 * 1024 * 1024;

/** The git repository around a folder, asked through the `git` command. Nothing in it is changed. */
export class Git {
  /** Absolute path of the work tree. */
  readonly top: string;
  readonly #cwd: string;

  /** @throws {EnvironmentError} when there is no git, or no repository. */
  constructor(cwd: string) {
    this.#cwd = cwd;
    const top = this.try("rev-parse", "--show-toplevel");
    if (top === undefined)
      throw new EnvironmentError(
        `${cwd} is in no git repository; name a folder, a .tgz or a package to compare with: --against <folder>`,
      );
    this.top = top;
  }

  /** What a command prints, without the newline at its end; `undefined` when it fails. */
  try(...args: readonly string[]): string | undefined {
    const result = this.#spawn(args, undefined);
    return result.status === 0 ? result.stdout.toString().replace(/\n$/, "") : undefined;
  }

  /** @throws {EnvironmentError} with what git says when it fails. */
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

  /** The files below a folder, in one commit. `folder` is relative to the top; empty for all. */
  files(commit: string, folder: string): GitFile[] {
    const listing = this.#checked(
      ["ls-tree", "-r", "-z", "--full-tree", commit, "--", ...(folder === "" ? [] : [`${folder}/`])],
      undefined,
    );
    const entries = listing
      .toString()
      .split("\0")
      .flatMap((line) => {
        const [, id = "", path = ""] = /^\d+ blob ([\da-f]+)\t(.*)$/s.exec(line) ?? [];
        return path === "" ? [] : [{ id, path }];
      });
    const texts = this.#blobs(entries.map(({ id }) => id));
    return entries.map(({ path }, index) => ({ path, text: texts[index] ?? "" }));
  }

  /** The text of one file of a commit; `undefined` when it is not there. */
  file(commit: string, path: string): string | undefined {
    const result = this.#spawn(["show", `${commit}:${path}`], undefined);
    return result.status === 0 ? result.stdout.toString() : undefined;
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
        throw new EnvironmentError(`git has no object ${id} of this commit; fetch it: git fetch --refetch`);
      const start = end + 1;
      texts.push(output.subarray(start, start + Number(size)).toString());
      position = start + Number(size) + 1;
    }
    return texts;
  }

  #checked(args: readonly string[], input: string | undefined): Buffer {
    const { status, stdout, stderr } = this.#spawn(args, input);
    if (status === 0) return stdout;
    throw new EnvironmentError(`git ${args[0]}: ${stderr.toString().trim() || `ended with status ${status}`}`);
  }

  #spawn(
    args: readonly string[],
    input: string | undefined,
  ): { status: number | null; stdout: Buffer; stderr: Buffer } {
    const result = spawnSync("git", [...args], {
      cwd: this.#cwd,
      maxBuffer: maxOutputBytes,
      // Messages that are looked at are those of the C locale; nothing is fetched on demand, since that can ask for passwords.
      env: { ...process.env, LC_ALL: "C", GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0" },
      ...(input === undefined ? {} : { input }),
    });
    if (result.error !== undefined) {
      const isMissing = "code" in result.error && result.error.code === "ENOENT";
      const reason = isMissing ? "it is not installed, or not in PATH" : result.error.message;
      throw new EnvironmentError(`cannot run git: ${reason}`, { cause: result.error });
    }
    return result;
  }
}
