import { resolve } from "node:path";
import { MetricsCounter, type WrittenFamily } from "@metric-events/metrics";
import type { UnreadLog } from "@metric-events/reader";
import type { Context } from "../context.js";
import { UsageError } from "../errors.js";
import { closeLogs, logsFor } from "../log/logs-for.js";
import type { OriginFlags } from "../log/origin-option.js";
import { Reading } from "../log/reading.js";
import { logAt } from "../report/report-file.js";
import { loadCatalogue, threadsFor } from "../schemas/load-catalogue.js";
import { StateFile } from "./metrics-files.js";

export interface CountedLogsOptions {
  readonly files: readonly string[];
  readonly flags: OriginFlags;
  readonly schemas: string | undefined;
  /** Name of the file that remembers what was counted; without it, the logs are counted from their beginning. */
  readonly state: string | undefined;
  /** Names of files that are written, and their flags: none of them may be a log. */
  readonly written: readonly (readonly [flag: string, name: string])[];
  readonly signal?: AbortSignal | undefined;
}

/** Logs, and what was counted in them so far. */
export class CountedLogs {
  readonly #context: Context;
  readonly #options: CountedLogsOptions;
  readonly #state: StateFile | undefined;
  readonly #counter: MetricsCounter;
  /** What was said already: each look would say it again. */
  readonly #said = new Set<string>();
  #isComplete = true;

  private constructor(
    context: Context,
    options: CountedLogsOptions,
    state: StateFile | undefined,
    counter: MetricsCounter,
  ) {
    this.#context = context;
    this.#options = options;
    this.#state = state;
    this.#counter = counter;
  }

  static async open(options: CountedLogsOptions, context: Context): Promise<CountedLogs> {
    if (options.files.includes("-")) {
      throw new UsageError(
        "standard input cannot be counted on: it cannot be read again to see what is new; name a log",
      );
    }
    const catalogue = await loadCatalogue(options.schemas, context);
    const state = options.state === undefined ? undefined : new StateFile(options.state, context);
    return new CountedLogs(context, options, state, new MetricsCounter(catalogue, await state?.read()));
  }

  /** Whether the last look read every log to its end. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Counts what is new, remembers it, and returns all series. */
  async look(): Promise<readonly WrittenFamily[]> {
    const { files, flags, schemas, written, signal } = this.#options;
    const now = this.#context.now() / 1000;
    const reading = new Reading(this.#context, files);
    const logs = await logsFor(files, this.#context, flags);
    try {
      for (const [flag, name] of written) {
        const log = await logAt(resolve(this.#context.cwd, name), logs, this.#context);
        if (log !== undefined) throw new UsageError(`${flag}: ${name} is one of the logs to read; name another file`);
      }
      this.#isComplete = true;
      await this.#counter.count(logs, {
        now,
        threads: await threadsFor(schemas, this.#context),
        signal,
        onUnread: (unread) => this.#onUnread(unread, reading),
        onProgress: reading.onProgress,
      });
    } finally {
      await closeLogs(logs);
    }
    await reading.clear();
    for (const label of this.#counter.folded) {
      await this.#sayOnce(`${label} has too many values; further ones count as "other"`, reading);
    }
    this.#state?.write(this.#counter.state);
    return this.#counter.families(now);
  }

  async #onUnread(unread: UnreadLog, reading: Reading): Promise<void> {
    if (unread.code !== "trailing-data") this.#isComplete = false;
    await reading.clear();
    await this.#sayOnce(`cannot read ${unread.file}: ${unread.message}; what was read before is counted`, reading);
  }

  async #sayOnce(text: string, reading: Reading): Promise<void> {
    if (this.#said.has(text)) return;
    this.#said.add(text);
    await reading.say(text);
  }
}
