import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { npmEnvironment, reasonOf } from "../baselines/fetch-published.js";
import { CheckError } from "../check-error.js";

/** What npm would publish. */
export interface PackedArchive {
  /** As npm names it: `acme-events-1.0.0.tgz`. */
  readonly name: string;
  /** The files in it, without the folder that packages are in. */
  readonly files: ReadonlySet<string>;
}

const maxOutputBytes = 64 * 1024 * 1024;

/**
 * Has npm pack a folder, in a temporary one. Scripts of the package are not run, and npm runs in an empty folder: the `.npmrc` of the package
 * may come from a stranger.
 *
 * @param use gets what is in the archive and its path; the archive is removed afterwards.
 * @throws {CheckError} `npm-failed`, with what npm says.
 */
export async function withPackedFolder<Result>(
  folder: string,
  use: (packed: PackedArchive, path: string) => Promise<Result>,
): Promise<Result> {
  const temporary = mkdtempSync(join(tmpdir(), "metric-events-"));
  try {
    writeFileSync(join(temporary, "package.json"), "{}");
    const args = ["pack", "--ignore-scripts", "--json", "--loglevel", "error", "--", folder];
    const { status, stdout, stderr, error } = spawnSync("npm", args, {
      cwd: temporary,
      encoding: "utf8",
      env: npmEnvironment(),
      maxBuffer: maxOutputBytes,
    });
    if (error !== undefined) throw new CheckError("npm-failed", `cannot run npm: ${error.message}`, { cause: error });
    if (status !== 0) throw new CheckError("npm-failed", `npm cannot pack ${folder}: ${reasonOf(stderr)}`);
    const packed = parseListing(stdout);
    if (packed === undefined) throw new CheckError("npm-failed", `npm does not say what it packs of ${folder}`);
    return await use(packed, join(temporary, packed.name));
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** npm names a scoped package's archive `@acme/events-1.0.0.tgz` here, and `acme-events-1.0.0.tgz` on disk. */
function parseListing(output: string): PackedArchive | undefined {
  try {
    const [{ filename, files }] = JSON.parse(output) as [
      { readonly filename: string; readonly files: readonly { readonly path: string }[] },
    ];
    return {
      name: filename.replace("@", "").replace("/", "-"),
      files: new Set(files.map(({ path }) => path)),
    };
  } catch {
    return undefined;
  }
}
