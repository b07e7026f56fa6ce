import { existsSync, lstatSync, realpathSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { createFile, readRegularFile, UnfitFileError } from "@metric-events/system";
import { ProjectError } from "../project-error.js";

/** What became of one file. */
export interface FileOutcome {
  /** From the project, with slashes. */
  readonly path: string;
  /** `left`: another file has that path. */
  readonly outcome: "written" | "extended" | "unchanged" | "left";
  /** What was added, or what to do where the file was left alone. */
  readonly detail?: string;
}

/** What would become of a file that is to be written if nothing has its path. */
export function outcomeOf(folder: string, path: string, content: string): FileOutcome["outcome"] {
  const file = join(folder, path);
  if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return "written";
  // A link to nothing, and what is not a file, is something else.
  return existsSync(file) && lstatSync(file).isFile() && holds(file, content) ? "unchanged" : "left";
}

function holds(file: string, content: string): boolean {
  const bytes = Buffer.from(content);
  try {
    return bytes.equals(readRegularFile(file, bytes.length));
  } catch (error) {
    if (error instanceof UnfitFileError) return false;
    throw error;
  }
}

/**
 * Writes a file where nothing has its path yet. Returns whether it did: another process may have been faster.
 *
 * @throws {ProjectError} `outside` for a path that leads out of the project through a link.
 */
export function writeNew(folder: string, path: string, content: string): boolean {
  refuseOutside(folder, path);
  return createFile(join(folder, path), content);
}

/** @throws {ProjectError} `outside` for a path that leads out of the project, with dots or through a link. */
export function refuseOutside(folder: string, path: string): void {
  const root = realpathSync(folder);
  // Of a link that leads nowhere yet, the folder counts: nothing is created through a link.
  let existing = join(folder, path);
  while (!existsSync(existing)) existing = dirname(existing);
  const real = realpathSync(existing);
  if (real === root || real.startsWith(root.endsWith(sep) ? root : `${root}${sep}`)) return;
  throw new ProjectError(
    "outside",
    `${path} would be written to ${real}, outside of the project ${folder}; choose another path`,
  );
}
