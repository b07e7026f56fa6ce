import { constants } from "node:fs";
import { access, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { MetricsError, type MetricsState, metricsStateText, parseMetricsState } from "@metric-events/metrics";
import { installFile, isSystemError, readTextFile, replaceFile, systemReason } from "@metric-events/system";
import type { Context } from "../context.js";
import { EnvironmentError, UsageError } from "../errors.js";
import { checkNewFile } from "../report/report-file.js";

const maxStateBytes = 256 * 1024 * 1024;
/** What node_exporter reads in its folder. */
const textfileEnding = ".prom";
/** node_exporter runs as a user of its own. */
const textfileMode = 0o644;

/** The state beside a text file, where node_exporter does not read it: `metric_events.prom` has `metric_events.state.json`. */
export function stateBeside(textfile: string): string {
  return join(dirname(textfile), `${basename(textfile, textfileEnding)}.state.json`);
}

/**
 * Refuses a text file that could not be written, or that node_exporter would not read.
 *
 * @throws {UsageError} @throws {EnvironmentError}
 */
export async function checkTextfile(name: string, context: Pick<Context, "cwd">): Promise<void> {
  if (!name.endsWith(textfileEnding)) {
    const received = JSON.stringify(basename(name));
    throw new UsageError(
      `--textfile: node_exporter reads files whose names end in ${textfileEnding}, received ${received}; name it metric_events${textfileEnding}, say`,
    );
  }
  await checkWritable(resolve(context.cwd, name), `the text file ${name}`);
}

/** @throws {EnvironmentError} for a file that cannot be replaced as a whole. */
export async function checkWritable(path: string, name: string): Promise<void> {
  const stats = await stat(path).catch(() => undefined);
  if (stats === undefined) await checkNewFile(path, name);
  else if (!stats.isFile()) throw new EnvironmentError(`cannot write ${name}: it is not a regular file`);
  const folder = dirname(await realpath(path).catch(() => path));
  try {
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (cause) {
    const reason = `no file can be made in the folder ${folder}: ${systemReason(cause)}`;
    throw new EnvironmentError(`cannot write ${name}: ${reason}; run this as a user who may, or name another folder`, {
      cause,
    });
  }
}

/** Replaces the text file as a whole, for everyone to read. */
export function writeTextfile(name: string, text: string, { cwd }: Pick<Context, "cwd">): void {
  try {
    installFile(resolve(cwd, name), text, { mode: textfileMode, ending: ".unfinished" });
  } catch (cause) {
    throw new EnvironmentError(`cannot write the text file ${name}: ${systemReason(cause)}`, { cause });
  }
}

/** A state in a file: how far the logs were counted, and what was counted. */
export class StateFile {
  readonly #name: string;
  readonly #path: string;
  /** The content when it was read or written last. */
  #known: string | undefined;

  constructor(name: string, { cwd }: Pick<Context, "cwd">) {
    this.#name = name;
    this.#path = resolve(cwd, name);
  }

  /**
   * The state; `undefined` before there is one.
   *
   * @throws {UsageError} for a file that holds something else.
   * @throws {EnvironmentError} for a file that cannot be read or written, or is damaged.
   */
  async read(): Promise<MetricsState | undefined> {
    await checkWritable(this.#path, `the state ${this.#name}`);
    this.#known = this.#content();
    if (this.#known === undefined) return undefined;
    try {
      return parseMetricsState(this.#known);
    } catch (error) {
      if (!(error instanceof MetricsError)) throw error;
      if (error.code === "no-state") {
        throw new UsageError(
          `--state: ${this.#name} is not a state that metric-events metrics wrote (${error.message}); name another file`,
        );
      }
      const then =
        error.code === "newer-state"
          ? "update metric-events"
          : "delete it to count again from the logs that are there: Prometheus takes that for a restart";
      throw new EnvironmentError(`cannot use the state ${this.#name}: ${error.message}; ${then}`, { cause: error });
    }
  }

  /** Replaces the state as a whole. @throws {EnvironmentError} where another process has changed it meanwhile: lines would count twice. */
  write(state: MetricsState): void {
    if (this.#content() !== this.#known) {
      throw new EnvironmentError(
        `the state ${this.#name} changed meanwhile: another metric-events metrics uses it; run one only, or give each a --state of its own`,
      );
    }
    const text = metricsStateText(state);
    if (text === this.#known) return;
    try {
      replaceFile(this.#path, text);
    } catch (cause) {
      throw new EnvironmentError(`cannot write the state ${this.#name}: ${systemReason(cause)}`, { cause });
    }
    this.#known = text;
  }

  #content(): string | undefined {
    try {
      return readTextFile(this.#path, maxStateBytes);
    } catch (cause) {
      if (isSystemError(cause) && cause.code === "ENOENT") return undefined;
      throw new EnvironmentError(`cannot read the state ${this.#name}: ${systemReason(cause)}`, { cause });
    }
  }
}
