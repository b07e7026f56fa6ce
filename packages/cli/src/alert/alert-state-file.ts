import { statSync } from "node:fs";
import { resolve } from "node:path";
import { AlertError, type AlertState, alertStateText, parseAlertState } from "@metric-events/report";
import { readTextFile, replaceFile, systemReason } from "@metric-events/system";
import { EnvironmentError } from "../errors.js";

const maxStateBytes = 64 * 1024 * 1024;

/**
 * The state of the last check; `undefined` before the first.
 *
 * @throws {EnvironmentError} for a file that cannot be read or is damaged.
 */
export function readAlertState(name: string, cwd: string): AlertState | undefined {
  const path = resolve(cwd, name);
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
  try {
    return parseAlertState(readTextFile(path, maxStateBytes));
  } catch (error) {
    if (!(error instanceof AlertError)) {
      throw new EnvironmentError(`cannot read the state ${name}: ${systemReason(error)}`, { cause: error });
    }
    throw new EnvironmentError(
      `cannot use the state ${name}: ${error.message}; delete the file to begin anew: what fires now is then reported again`,
      { cause: error },
    );
  }
}

/** Replaces the state as a whole: a killed process leaves the old one, and what it knew is reported again rather than lost. */
export function writeAlertState(name: string, cwd: string, state: AlertState): void {
  try {
    replaceFile(resolve(cwd, name), alertStateText(state));
  } catch (error) {
    throw new EnvironmentError(`cannot write the state ${name}: ${systemReason(error)}`, { cause: error });
  }
}
