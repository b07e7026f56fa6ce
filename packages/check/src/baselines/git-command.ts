import { spawnSync } from "node:child_process";
import { formatBytes } from "@metric-events/text";
import { CheckError } from "../check-error.js";

/** Variables that name the repository of a hook, which may not be the one that holds the schemas. */
const placeVariables = new Set([
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_PREFIX",
  "GIT_COMMON_DIR",
  "GIT_OBJECT_DIRECTORY",
  "GIT_NAMESPACE",
]);

/**
 * A stranger's branch may be checked out: no tracked file may act as a repository, and nothing may be run or fetched for it
 * (git-config(1)).
 */
const settings = [
  "safe.bareRepository=explicit",
  "protocol.allow=never",
  "core.fsmonitor=false",
  "core.hooksPath=/dev/null",
  "core.attributesFile=/dev/null",
].flatMap((setting) => ["-c", setting]);

function gitEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !placeVariables.has(name));
  return {
    ...Object.fromEntries(inherited),
    // Messages are read in the C locale.
    LC_ALL: "C",
    GIT_OPTIONAL_LOCKS: "0",
    // Nothing is fetched on demand, not even by a protocol that the environment allows.
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "none",
    GIT_TERMINAL_PROMPT: "0",
    // A folder may be called ":x" or "*".
    GIT_LITERAL_PATHSPECS: "1",
  };
}

export interface GitResult {
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

interface GitCall {
  readonly input?: string | undefined;
  /** Default: 512 MiB. */
  readonly maxOutputBytes?: number;
}

/**
 * Runs git in the top folder of a work tree.
 *
 * @throws {CheckError} `git-failed` when it cannot run, `too-large` when it prints more than it may.
 */
export function spawnGit(cwd: string, args: readonly string[], call: GitCall = {}): GitResult {
  const { input, maxOutputBytes = 512 * 1024 * 1024 } = call;
  const result = spawnSync("git", ["--no-replace-objects", ...settings, ...args], {
    cwd,
    maxBuffer: maxOutputBytes,
    env: gitEnvironment(),
    ...(input === undefined ? {} : { input }),
  });
  if (result.error !== undefined) {
    const code = "code" in result.error ? result.error.code : undefined;
    if (code === "ENOBUFS") {
      const what = `${args.join(" ")}: git prints more than ${formatBytes(maxOutputBytes)}`;
      throw new CheckError("too-large", what, { cause: result.error });
    }
    const reason = code === "ENOENT" ? "it is not installed, or not in PATH" : result.error.message;
    throw new CheckError("git-failed", `cannot run git: ${reason}`, { cause: result.error });
  }
  return result;
}
