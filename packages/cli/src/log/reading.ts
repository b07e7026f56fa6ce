import {
  type Duplicates,
  duplicateCount,
  duplicateText,
  LogError,
  type LogFile,
  type ReadProgress,
  stdinName,
  type UnreadLog,
} from "@metric-events/reader";
import { count, formatBytes, printable } from "@metric-events/text";
import type { Context } from "../context.js";
import { EnvironmentError } from "../errors.js";
import { Progress } from "../format/progress.js";
import { defaultLogHint } from "./default-path.js";

/** Ranges of lines that a note shows. */
const maxRanges = 3;

/** Shows progress while logs are read, and says which log cannot be read. */
export class Reading {
  readonly #context: Context;
  readonly #hint: string;
  readonly #progress: Progress;
  #isComplete = true;

  /** @param paths as the user named the logs; without any, the metrics log is read. */
  constructor(context: Context, paths: readonly string[]) {
    this.#context = context;
    this.#hint = paths.length === 0 ? defaultLogHint : "";
    this.#progress = new Progress(context);
  }

  /** Whether every log was read to its end. If not, every command that reads logs ends with the same exit code. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  onProgress = async ({ file, bytes, size }: ReadProgress): Promise<void> => {
    await this.#progress.show(() => `${file}: ${progressText(bytes, size)}`);
  };

  /** Notes a log that was not read to its end, and says so when it could not be read at all. */
  onUnread = async ({ file, code, message }: UnreadLog): Promise<void> => {
    await this.#progress.clear();
    if (code !== "trailing-data") this.#isComplete = false;
    if (code === "unreadable") await this.say(`cannot read ${file}: ${message}${this.#hint}`);
  };

  /** Like `onUnread`, but always prints the reason: for commands whose output does not list unread logs. */
  onCut = async (unread: UnreadLog, then = "what was read before is in the answer"): Promise<void> => {
    await this.onUnread(unread);
    const { file, code, message } = unread;
    if (code === "unreadable") return;
    const rest = code === "trailing-data" ? "" : `; ${then}`;
    await this.say(`${file}: ${message}${rest}`);
  };

  /** Says that lines with numbers too long for SQL are not in the answer. */
  async onUnfit(lines: number): Promise<void> {
    await this.clear();
    const what =
      lines === 1
        ? "1 line has a number that its column does"
        : `${count(lines, "line")} have numbers that their columns do`;
    await this.say(`${what} not hold, left out; "select * from invalid_lines where kind = 'inexact-number'" lists all`);
  }

  /** Says that lines stand twice, and which. */
  onDuplicates = async ({ count: lines, ranges, rangeCount }: Duplicates): Promise<void> => {
    await this.clear();
    const shown = ranges.slice(0, maxRanges).map(duplicateText);
    const others = rangeCount > shown.length ? `, and ${count(rangeCount - shown.length, "more range")}` : "";
    await this.say(`${duplicateCount(lines)}: ${shown.join(", ")}${others}; --keep-duplicates counts them each time`);
  };

  /** Call this before you print anything else to the terminal. */
  clear(): Promise<void> | undefined {
    return this.#progress.clear();
  }

  /** Prints a note for people. */
  async say(text: string): Promise<void> {
    await this.#context.stdout.flush();
    await this.#context.stderr.print(`metric-events: ${printable(text)}\n`);
  }
}

function progressText(bytes: number, size: number | undefined): string {
  if (size === undefined) return formatBytes(bytes);
  return `${formatBytes(bytes)} of ${formatBytes(size)} (${Math.min(100, Math.floor((bytes / size) * 100))} %)`;
}

/** The error to throw when a command cannot continue because a log cannot be read. */
export function readFailure(error: unknown, { name }: Pick<LogFile, "name">, hint = ""): unknown {
  if (!(error instanceof LogError)) return error;
  const shown = name === stdinName ? "standard input" : name;
  return new EnvironmentError(`cannot read ${shown}: ${error.message}${hint}`, { cause: error });
}
