import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CheckError } from "../check-error.js";
import { readArchive } from "./archive-baseline.js";
import type { Baseline } from "./baseline.js";

/**
 * The schemas that a published package ships, fetched by `npm pack`, which knows the registry and the credentials of this place.
 *
 * @throws {CheckError} when npm cannot fetch it, or it has no schemas.
 */
export async function readPublished(spec: string, cwd: string): Promise<Baseline> {
  const folder = mkdtempSync(join(tmpdir(), "metric-events-"));
  try {
    const args = ["pack", spec, "--ignore-scripts", "--loglevel", "error", "--pack-destination", folder];
    const { status, stderr, error } = spawnSync("npm", args, { cwd, encoding: "utf8" });
    if (error !== undefined) throw new CheckError("npm-failed", `cannot run npm: ${error.message}`, { cause: error });
    const [archive] = readdirSync(folder);
    if (status !== 0 || archive === undefined)
      throw new CheckError("npm-failed", `npm cannot fetch ${spec}: ${reasonOf(stderr)}`);
    return await readArchive(`npm:${spec}`, join(folder, archive));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `npm error code E404\nnpm error 404 Not Found …` → the first line that says more than a code. */
function reasonOf(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.replace(/^npm (error|ERR!) ?/, "").trim());
  const telling = lines.find((line) => line !== "" && !/^(code|syscall|path|errno)\b/.test(line));
  return telling?.replace(/^(\d{3}|e[a-z]+) +/, "") ?? "it says nothing more";
}
