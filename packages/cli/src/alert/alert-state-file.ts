import { constants } from "node:fs";
import { access, realpath, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileIdentity } from "@metric-events/reader";
import { AlertError, type AlertRule, type AlertState, alertStateText, parseAlertState } from "@metric-events/report";
import { readTextFile, replaceFile, systemReason } from "@metric-events/system";
import type { Context } from "../context.js";
import { EnvironmentError, UsageError } from "../errors.js";
import { checkNewFile, isInFolder, logAt } from "../report/report-file.js";
import type { ReportSource } from "../report/report-source.js";
import type { RulesFile } from "./alert-rules-file.js";

const maxStateBytes = 64 * 1024 * 1024;

/**
 * The state of the last check; `undefined` before the first. Refuses a file that could not be replaced, or must not be, before the logs are
 * read.
 *
 * @throws {UsageError} for a file that holds something else: the rules or one of the logs, under any name, or no state.
 * @throws {EnvironmentError} for a file that cannot be read or written, or is damaged.
 */
export async function readAlertState(
  name: string,
  rules: RulesFile,
  source: ReportSource,
  context: Pick<Context, "cwd" | "stdinIdentity">,
): Promise<AlertState | undefined> {
  const path = resolve(context.cwd, name);
  if (source.kind === "lake" && isInFolder(path, source.lake.folder)) {
    throw new UsageError(`--state: ${name} is in the lake to read; name a file outside of it`);
  }
  const stats = await stat(path).catch(() => undefined);
  if (stats === undefined) await checkNewFile(path, `the state ${name}`);
  else {
    if (!stats.isFile()) throw new EnvironmentError(`cannot use the state ${name}: it is not a regular file`);
    if ((await fileIdentity(resolve(context.cwd, rules.name))) === (await fileIdentity(path))) {
      throw new UsageError(`--state: ${name} has the rules${otherName(rules.name, name)}; name another file`);
    }
    const log = source.kind === "logs" ? await logAt(path, source.logs, context) : undefined;
    if (log !== undefined) {
      throw new UsageError(
        `--state: ${name} is one of the logs to read${otherName(log.name, name)}; name another file`,
      );
    }
  }
  await checkFolder(path, name);
  return stats === undefined ? undefined : stateIn(path, name, rules.rules);
}

function otherName(name: string, named: string): string {
  return name === named ? "" : ` (${name})`;
}

/** A state is replaced as a whole, so that its folder gets a new file. */
async function checkFolder(path: string, name: string): Promise<void> {
  const folder = dirname(await realpath(path).catch(() => path));
  try {
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = `no file can be made in the folder ${folder}: ${systemReason(error)}`;
    throw new EnvironmentError(`cannot write the state ${name}: ${reason}`, { cause: error });
  }
}

function stateIn(path: string, name: string, rules: readonly AlertRule[]): AlertState {
  try {
    return parseAlertState(readTextFile(path, maxStateBytes), rules);
  } catch (error) {
    if (!(error instanceof AlertError)) {
      throw new EnvironmentError(`cannot read the state ${name}: ${systemReason(error)}`, { cause: error });
    }
    if (error.code === "no-state") {
      throw new UsageError(
        `--state: ${name} is not a state that metric-events alert wrote (${error.message}); name another file`,
      );
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
