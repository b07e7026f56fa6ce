import { link, rm } from "node:fs/promises";
import { join } from "node:path";
import { openDatabaseFile } from "@metric-events/query";
import { isSystemError, systemReason } from "@metric-events/system";
import { printable } from "@metric-events/text";
import { LakeError } from "./lake-error.js";
import { ownFolder } from "./manifest/lake-files.js";

const lockName = "lock";

/** Lakes that this process writes to: the system's lock is one of processes. */
const heldHere = new Set<string>();

/**
 * Keeps other writers away until it is released, or the process ends in any way: the lock is the one that DuckDB holds on an open database,
 * an empty one here, so a killed process leaves none behind.
 *
 * @returns releases it.
 * @throws {LakeError} `busy` while another process has it.
 */
export async function lockLake(lake: string, shown: string): Promise<() => Promise<void>> {
  const path = join(lake, ownFolder, lockName);
  if (heldHere.has(path)) throw busy(shown, "this process");
  heldHere.add(path);
  try {
    await makeLockFile(path);
    const close = await openDatabaseFile(path);
    return async () => {
      heldHere.delete(path);
      close();
    };
  } catch (error) {
    heldHere.delete(path);
    throw explained(error, path, shown);
  }
}

/** Makes the file as a whole: one that a kill left half written could never be opened. */
async function makeLockFile(path: string): Promise<void> {
  const unfinished = `${path}-${process.pid}.unfinished`;
  try {
    // Links say whether the name is free without opening the file, which would drop a lock that this process has on it.
    await link(path, unfinished);
    return;
  } catch (error) {
    if (!isSystemError(error) || error.code !== "ENOENT") throw error;
  } finally {
    await rm(unfinished, { force: true });
  }
  try {
    (await openDatabaseFile(unfinished))();
    await link(unfinished, path);
  } catch (error) {
    if (!isSystemError(error) || error.code !== "EEXIST") throw error;
  } finally {
    await rm(unfinished, { force: true });
  }
}

function busy(shown: string, who: string): LakeError {
  return new LakeError("busy", `${who} is writing to ${printable(shown)}; try again when it is done`);
}

function explained(error: unknown, path: string, shown: string): unknown {
  if (isSystemError(error)) {
    return new LakeError("unwritable", `cannot write to ${printable(shown)}: ${systemReason(error)}`, { cause: error });
  }
  if (!(error instanceof Error)) return error;
  if (error.message.includes("Could not set lock on file")) {
    const [, process] = /\(PID (\d+)\)/.exec(error.message) ?? [];
    return busy(shown, process === undefined ? "another process" : `process ${process}`);
  }
  if (/^(?:IO|Invalid Input|Serialization) Error/.test(error.message)) {
    return new LakeError(
      "unwritable",
      `${printable(path)} cannot be used as the lock: ${printable(error.message)}; if nothing writes to the lake, remove this file`,
      { cause: error },
    );
  }
  return error;
}
