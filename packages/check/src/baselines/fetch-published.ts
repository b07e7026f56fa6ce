import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CheckError } from "../check-error.js";

/**
 * Fetches the archive of a published package by `npm pack`, which knows the registry and the credentials of
 * the user. It runs in an empty folder: the configuration of the folder that is checked may come from a stranger, and can name programs to
 * run and addresses to send secrets to.
 *
 * @param use gets the path of the archive, which is removed afterwards.
 * @throws {CheckError} `npm-failed` when npm cannot fetch it.
 */
export async function fetchPublished<Result>(spec: string, use: (archive: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "metric-events-"));
  try {
    // Without it, npm would look for a project in the folders above.
    writeFileSync(join(folder, "package.json"), "{}");
    const args = ["pack", "--ignore-scripts", "--loglevel", "error", "--", spec];
    const { status, stderr, error } = spawnSync("npm", args, { cwd: folder, encoding: "utf8", env: npmEnvironment() });
    if (error !== undefined) throw new CheckError("npm-failed", `cannot run npm: ${error.message}`, { cause: error });
    const archive = readdirSync(folder).find((name) => name.endsWith(".tgz"));
    if (status !== 0 || archive === undefined)
      throw new CheckError("npm-failed", `npm cannot fetch ${spec}: ${reasonOf(stderr)}`);
    return await use(join(folder, archive));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Settings of the user, which scripts hand on, too. */
const userSettings =
  /^npm_config_(?:userconfig|globalconfig|cache|offline|prefer_offline|(?:https?_)?proxy|noproxy|cafile)$/i;

/** In a script, npm and pnpm hand on what the project's own `.npmrc` says as variables. */
export function npmEnvironment(): NodeJS.ProcessEnv {
  const isScript = process.env["npm_lifecycle_event"] !== undefined || process.env["npm_command"] !== undefined;
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^npm_config_/i.test(name) || userSettings.test(name) || (!isScript && !/local_prefix$/i.test(name)),
  );
  return Object.fromEntries(kept);
}

/** `npm error code E404\nnpm error 404 Not Found …` → the first line that says more than a code. */
export function reasonOf(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.replace(/^npm (error|ERR!) ?/, "").trim());
  const telling = lines.find((line) => line !== "" && !/^(code|syscall|path|errno)\b/.test(line));
  return telling?.replace(/^(\d{3}|e[a-z]+) +/, "") ?? "it gives no reason";
}
