import { join } from "node:path";
import { tooDeepAt } from "@metric-events/runtime";
import { isSystemError, makeFolder, readTextFile, replaceFiles, statPath, systemReason } from "@metric-events/system";
import { printable } from "@metric-events/text";
import { LakeError } from "../lake-error.js";
import { isLedger, isManifest, layoutVersion } from "./check-json.js";
import { emptyLedger, type Ledger } from "./ledger.js";
import type { LakeManifest } from "./manifest.js";

/** What programs that read the lake leave alone: they ignore names that begin with an underscore. */
export const ownFolder = "_lake";
export const manifestName = "manifest.json";

/** A lake of a hundred thousand files has a manifest of 30 MB. */
const maxBytes = 512 * 1024 * 1024;
const maxDepth = 16;

export function manifestPath(lake: string): string {
  return join(lake, ownFolder, manifestName);
}

/** Whether a folder has a manifest, whatever is in it. */
export function isLake(folder: string): boolean {
  try {
    return statPath(manifestPath(folder)) !== undefined;
  } catch (error) {
    // The folder, or the one in it, is a file.
    if (isSystemError(error) && error.code === "ENOTDIR") return false;
    throw error;
  }
}

/**
 * The list of what is in a lake.
 *
 * @throws {LakeError} `not-a-lake`, `newer-version` or `broken-manifest`.
 */
export function readLakeManifest(lake: string, shown: string = lake): LakeManifest {
  if (!isLake(lake)) {
    throw new LakeError(
      "not-a-lake",
      `${printable(shown)} is not a lake: it has no ${ownFolder}/${manifestName}; name a folder that metric-events export --append wrote`,
    );
  }
  const value = readJson(manifestPath(lake), shown);
  const { version }: { version?: unknown } = value;
  if (typeof version === "number" && version > layoutVersion) {
    throw new LakeError(
      "newer-version",
      `${printable(shown)} is a lake of version ${version}, and this program knows versions up to ${layoutVersion}; update metric-events`,
    );
  }
  if (version !== layoutVersion || !isManifest(value)) throw broken(shown, "it is not a manifest");
  return value;
}

/**
 * What a lake says about its logs.
 *
 * @throws {LakeError} `broken-manifest`.
 */
export function readLedger(lake: string, { ledger }: LakeManifest, shown: string = lake): Ledger {
  if (ledger === undefined) return emptyLedger;
  const value = readJson(join(lake, ownFolder, ledger), shown, ledger);
  if (!isLedger(value)) throw broken(shown, "it is not a ledger", ledger);
  return value;
}

/** Makes a change count, all of it or nothing: what the manifest lists must be on the disk. */
export function writeManifest(lake: string, manifest: LakeManifest, ledger: Ledger | undefined): void {
  const folder = join(lake, ownFolder);
  makeFolder(folder);
  if (ledger !== undefined && manifest.ledger !== undefined) {
    replaceFiles([{ path: join(folder, manifest.ledger), content: `${JSON.stringify(ledger)}\n` }]);
  }
  const content = `${JSON.stringify({ format: "metric-events lake", version: layoutVersion, ...manifest })}\n`;
  replaceFiles([{ path: manifestPath(lake), content }]);
}

export function ledgerName(generation: number): string {
  return `ledger-${padded(generation)}.json`;
}

/** Names in the order of the generations. */
export function padded(generation: number): string {
  return String(generation).padStart(8, "0");
}

function readJson(path: string, shown: string, name: string = manifestName): object {
  let value: unknown;
  try {
    const text = readTextFile(path, maxBytes);
    if (tooDeepAt(text, maxDepth) !== undefined) throw broken(shown, "it is nested too deeply", name);
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof LakeError) throw error;
    const isNotJson = error instanceof SyntaxError;
    if (!isNotJson && isSystemError(error) && error.code !== "ENOENT") throw error;
    throw broken(shown, isNotJson ? "it is not JSON" : systemReason(error), name);
  }
  if (typeof value !== "object" || value === null) throw broken(shown, "it is not an object", name);
  return value;
}

function broken(shown: string, reason: string, name: string = manifestName): LakeError {
  return new LakeError(
    "broken-manifest",
    `${printable(`${shown}/${ownFolder}/${name}`)} cannot be used: ${reason}; restore it from a backup, or make the lake again from its logs in a new folder`,
  );
}
