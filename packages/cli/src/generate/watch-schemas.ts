import { statSync } from "node:fs";
import { relative } from "node:path";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Policy } from "@metric-events/check";
import type { ProjectOptions } from "@metric-events/codegen";
import {
  digestOf,
  findSchemaFiles,
  lint,
  lintCacheIn,
  loadSchemas,
  type SchemaSet,
  setDigest,
} from "@metric-events/schema";
import { memoryStore } from "@metric-events/system";
import { printable, printableLines } from "@metric-events/text";
import { comparisonOf } from "../commands/comparison.js";
import type { Context } from "../context.js";
import { InterruptedError } from "../errors.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { explainError } from "../explain-error.js";
import { formatDiagnostics } from "../findings/lint-findings.js";
import { printingOptions } from "../findings/printing.js";
import { Progress } from "../format/progress.js";
import type { Config } from "../schemas/config.js";
import { storeFor } from "../schemas/known-schemas.js";
import { FolderWatcher } from "./folder-watcher.js";
import { generateAndPrint } from "./generate-and-print.js";

export interface WatchOptions {
  /** Absolute path of the folder of schemas. It may come and go. */
  readonly folder: string;
  readonly project: ProjectOptions;
  readonly config: Config | undefined;
  /** How schemas are compared with the last release. */
  readonly policy: Policy;
}

/** Generates at each change of the schemas, and says what the lint and a check find, until it is interrupted. */
export async function watchSchemas(options: WatchOptions, context: Context): Promise<ExitCode> {
  const closed = context.outputClosed?.() ?? new AbortController().signal;
  const signal = AbortSignal.any([context.interruption(), closed]);
  const watcher = new FolderWatcher(options.folder, signal);
  const author = new Author(options, watcher, context);
  try {
    const shown = relative(context.cwd, options.folder) || ".";
    await context.stderr.print(`metric-events: watching ${printable(shown)}; Ctrl-C ends\n`);
    while (!signal.aborted) {
      await author.look();
      await context.stdout.flush();
      await context.stderr.flush();
      await watcher.next();
    }
  } finally {
    watcher.close();
  }
  closed.throwIfAborted();
  const isTermination = signal.reason instanceof InterruptedError && signal.reason.signal === "SIGTERM";
  return isTermination ? exitCodes.terminated : exitCodes.interrupted;
}

/** Knows what was seen last, so that it says only what is new. */
class Author {
  readonly #options: WatchOptions;
  readonly #watcher: FolderWatcher;
  readonly #context: Context;
  readonly #store;
  readonly #cache;
  #seen = "";
  #files = "";
  #set: SchemaSet | undefined;
  /** Whether the schemas were not yet compared with the last release. */
  #isCheckDue = false;
  /** Whether there is nothing to compare with, since the schemas are in no repository; it is said once. */
  #isAlone = false;

  constructor(options: WatchOptions, watcher: FolderWatcher, context: Context) {
    this.#options = options;
    this.#watcher = watcher;
    this.#context = context;
    this.#store = storeFor(options.folder, context) ?? memoryStore();
    this.#cache = lintCacheIn(this.#store, options.folder);
  }

  /** Looks at the schemas, and does what is to be done if they say something else than before. */
  async look(): Promise<void> {
    const { folder } = this.#options;
    const isNews = this.#watcher.hasChanged;
    this.#watcher.reset();
    const files = filesOf(folder, this.#set);
    if (isNews || files !== this.#files) await this.#load();
    this.#files = files;
    // Lets changes be noted that came meanwhile: they have their types first.
    await setImmediate();
    if (!this.#isCheckDue || this.#watcher.hasChanged) return;
    this.#isCheckDue = false;
    await this.#attempt(() => this.#check());
  }

  async #load(): Promise<void> {
    const set = loadSchemas(this.#options.folder);
    this.#set = set;
    const diagnostics = lint(set, this.#cache);
    const seen = digestOf(setDigest(set), JSON.stringify(diagnostics));
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.#isCheckDue = diagnostics.length === 0 && !this.#isAlone;
    if (diagnostics.length === 0) {
      const project = { ...this.#options.project, memory: this.#store };
      await this.#attempt(() => generateAndPrint(set, project, this.#context));
    }
    await this.#context.stdout.print(formatDiagnostics(diagnostics, set.files, "text", this.#context));
    await this.#context.stdout.flush();
  }

  async #check(): Promise<void> {
    const { folder, config, policy } = this.#options;
    // Loaded only now, so that the first types need not wait for it.
    const { checkSchemas, formatCheck } = await import("@metric-events/check");
    const comparison = comparisonOf(folder, {}, config, this.#context, new Progress(this.#context));
    try {
      const options = { ...comparison, cache: this.#cache, policy, configFile: config?.file, now: this.#context.now() };
      const result = await checkSchemas(options);
      if (result.baselines.length === 0) return;
      const text =
        result.findings.length === 0
          ? `compatible with ${printable(result.baselines.join(", "))}\n`
          : formatCheck(result, "text", printingOptions(this.#context));
      await this.#context.stdout.print(text);
    } catch (error) {
      this.#isAlone = error instanceof Error && "code" in error && error.code === "no-repository";
      if (!this.#isAlone) throw error;
    }
  }

  /** What goes wrong is said, and the watch goes on. */
  async #attempt(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const explanation = explainError(error);
      if (explanation === undefined || explanation.lines.length === 0) throw error;
      await this.#context.stdout.flush();
      await this.#context.stderr.print(`metric-events: ${printableLines(explanation.lines)}\n`);
    }
  }
}

/** Which files there are and when they changed, to see without notice that something may be new. */
function filesOf(folder: string, set: SchemaSet | undefined): string {
  const { files, unreadable, misnamed } = findSchemaFiles(folder);
  const ofPackages = set?.files.filter((file) => file.package !== undefined) ?? [];
  const paths = [
    ...files.map((path) => `${folder}/${path}`),
    ...ofPackages.map(({ fileUri }) => fileURLToPath(fileUri)),
  ];
  const states = paths.map((path) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? path : `${path} ${stats.ino} ${stats.size} ${stats.mtimeMs} ${stats.ctimeMs}`;
  });
  return JSON.stringify([states, unreadable, misnamed]);
}
