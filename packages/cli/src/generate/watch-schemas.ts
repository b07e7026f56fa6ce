import { statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Policy } from "@metric-events/check";
import type { ProjectOptions } from "@metric-events/codegen";
import {
  digestOf,
  findSchemaFiles,
  type LintCache,
  lint,
  lintCacheIn,
  loadSchemas,
  type SchemaSet,
  setDigest,
} from "@metric-events/schema";
import { memoryStore, type TextStore } from "@metric-events/system";
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
import { configFileName } from "../schemas/find-config.js";
import { storeFor } from "../schemas/known-schemas.js";
import { FolderWatcher } from "./folder-watcher.js";
import { generateAndPrint } from "./generate-and-print.js";

/** What flags and the config file say. */
export interface SchemaWatchSettings {
  /** Absolute path of the folder of schemas. It may come and go. */
  readonly folder: string;
  readonly project: ProjectOptions;
  readonly config: Config | undefined;
  /** How schemas are compared with the last release. */
  readonly policy: Policy;
}

/**
 * Generates at each change of the schemas or of the config file, and says what the lint and a check find, until it is interrupted.
 *
 * @param read the settings as they are now.
 * @throws {UsageError} for settings that are unusable at the start; later ones are said, and the last usable ones count.
 */
export async function watchSchemas(read: () => Promise<SchemaWatchSettings>, context: Context): Promise<ExitCode> {
  const settings = await read();
  const closed = context.outputClosed?.() ?? new AbortController().signal;
  const signal = AbortSignal.any([context.interruption(), closed]);
  const watcher = new FolderWatcher(signal);
  const author = new Author(read, settings, watcher, context);
  try {
    const shown = relative(context.cwd, settings.folder) || ".";
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
  readonly #read: () => Promise<SchemaWatchSettings>;
  readonly #watcher: FolderWatcher;
  readonly #context: Context;
  #settings: SchemaWatchSettings;
  #memory: Memory;
  #seen = "";
  #files = "";
  #configs = "";
  #set: SchemaSet | undefined;
  /** Whether the schemas were not yet compared with the last release. */
  #isCheckDue = false;
  /** Whether there is nothing to compare with, since the schemas are in no repository; it is said once. */
  #isAlone = false;

  constructor(
    read: () => Promise<SchemaWatchSettings>,
    settings: SchemaWatchSettings,
    watcher: FolderWatcher,
    context: Context,
  ) {
    this.#read = read;
    this.#settings = settings;
    this.#watcher = watcher;
    this.#context = context;
    this.#memory = memoryOf(settings.folder, context);
    this.#configs = this.#configFiles();
  }

  /** Looks at the schemas, and does what is to be done if they say something else than before. */
  async look(): Promise<void> {
    const isNews = this.#watcher.hasChanged;
    const configs = this.#configFiles();
    if (configs !== this.#configs) await this.#attempt(() => this.#readAgain());
    const isOther = configs !== this.#configs;
    this.#configs = configs;
    const { folder } = this.#settings;
    this.#watcher.reset(folder);
    const files = filesOf(folder, this.#set);
    if (isNews || isOther || files !== this.#files) await this.#load();
    this.#files = files;
    // Lets changes be noted that came meanwhile: they have their types first.
    await setImmediate();
    if (!this.#isCheckDue || this.#watcher.hasChanged) return;
    this.#isCheckDue = false;
    await this.#attempt(() => this.#check());
  }

  /** The config files that may say something about the folder, or about what is generated. */
  #configFiles(): string {
    return JSON.stringify([this.#context.cwd, this.#settings.folder].flatMap(configFilesFrom).map(stateOf));
  }

  async #readAgain(): Promise<void> {
    const before = this.#settings.folder;
    this.#settings = await this.#read();
    const { folder } = this.#settings;
    if (folder !== before) this.#memory = memoryOf(folder, this.#context);
  }

  async #load(): Promise<void> {
    const { folder, project, policy } = this.#settings;
    const set = loadSchemas(folder);
    this.#set = set;
    const diagnostics = lint(set, this.#memory.cache);
    const asked = JSON.stringify([
      folder,
      project,
      this.#settings.config,
      { ...policy, modeByEvent: [...policy.modeByEvent] },
    ]);
    const seen = digestOf(setDigest(set), JSON.stringify(diagnostics), asked);
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.#isCheckDue = diagnostics.length === 0 && !this.#isAlone;
    if (diagnostics.length === 0) {
      await this.#attempt(() => generateAndPrint(set, { ...project, memory: this.#memory.store }, this.#context));
    }
    await this.#context.stdout.print(formatDiagnostics(diagnostics, set.files, "text", this.#context));
    await this.#context.stdout.flush();
  }

  async #check(): Promise<void> {
    const { folder, config, policy } = this.#settings;
    // Loaded only now, so that the first types need not wait for it.
    const { checkSchemas, formatCheck } = await import("@metric-events/check");
    const comparison = comparisonOf(folder, {}, config, this.#context, new Progress(this.#context));
    try {
      const options = {
        ...comparison,
        cache: this.#memory.cache,
        policy,
        configFile: config?.file,
        now: this.#context.now(),
      };
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

interface Memory {
  readonly store: TextStore;
  readonly cache: LintCache;
}

function memoryOf(folder: string, context: Context): Memory {
  const store = storeFor(folder, context) ?? memoryStore();
  return { store, cache: lintCacheIn(store, folder) };
}

/** Where a config file may be: in a folder, and in those above it. */
function configFilesFrom(folder: string): string[] {
  const above = dirname(folder);
  return [join(folder, configFileName), ...(above === folder ? [] : configFilesFrom(above))];
}

/** Which files there are and when they changed, to see without notice that something may be new. */
function filesOf(folder: string, set: SchemaSet | undefined): string {
  const { files, unreadable, misnamed } = findSchemaFiles(folder);
  const ofPackages = set?.files.filter((file) => file.package !== undefined) ?? [];
  const paths = [
    ...files.map((path) => `${folder}/${path}`),
    ...ofPackages.map(({ fileUri }) => fileURLToPath(fileUri)),
  ];
  return JSON.stringify([paths.map(stateOf), unreadable, misnamed]);
}

function stateOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? path : `${path} ${stats.ino} ${stats.size} ${stats.mtimeMs} ${stats.ctimeMs}`;
}
