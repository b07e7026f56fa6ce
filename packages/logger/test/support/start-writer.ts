import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { bound } from "@metric-events/test-support";
import { onTestFinished } from "vitest";
import type { RunnerLoggerOptions } from "./runner-logger.js";

const writerPath = fileURLToPath(new URL("writer.mjs", import.meta.url));

interface WriterOptions {
  readonly seed: number;
  readonly sizes: "small" | "large" | "mixed";
  /** Events between two rests. */
  readonly burst: number;
  /** Default: 1. */
  readonly restMs?: number;
  readonly count?: number;
  readonly minCount?: number;
  readonly firstSequence?: number;
  readonly isAcknowledged?: boolean;
  /** Default: `issue`. */
  readonly via?: "issue" | "issueSoon" | "issueAll";
  readonly logger?: Omit<RunnerLoggerOptions, "path" | "onError">;
}

/** The report of a writer at its end. */
export interface WriterReport {
  readonly accepted: readonly number[];
  readonly rejected: readonly { readonly sequence: number; readonly code: string }[];
}

/** A process that issues events to a log; see writer.mjs. It runs the built package, as users do. */
export class Writer {
  readonly process: ChildProcess;
  readonly #ended: Promise<{ readonly ending: number | string | null; readonly output: string }>;

  constructor(
    path: string,
    readonly name: string,
    options: WriterOptions,
    stdout: "pipe" | number = "pipe",
    /** A command that runs the writer, such as a tracer. */
    wrapper: readonly string[] = [],
  ) {
    const args = [...wrapper, process.execPath, writerPath, path, name, JSON.stringify(options)];
    this.process = spawn(...bound(args[0] ?? "", args.slice(1)), { stdio: ["pipe", stdout, "inherit"] });
    onTestFinished(() => {
      this.process.kill("SIGKILL");
    });
    let output = "";
    this.process.stdout?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    this.#ended = once(this.process, "close").then(([exitCode, signal]) => ({ ending: exitCode ?? signal, output }));
  }

  async killed(): Promise<void> {
    this.process.kill("SIGKILL");
    await this.#ended;
  }

  /** Asks the writer to stop, unless it has a `count`, and waits for its end. */
  async report(): Promise<WriterReport> {
    this.process.stdin?.end();
    const { ending, output } = await this.#ended;
    if (ending !== 0) throw new Error(`${this.name} ended with ${ending}`);
    const { firstSequence, endSequence, rejected }: RawReport = JSON.parse(output);
    const refused = new Set(rejected.map(({ sequence }) => sequence));
    const accepted = range(firstSequence, endSequence).filter((sequence) => !refused.has(sequence));
    return { accepted, rejected };
  }
}

interface RawReport {
  readonly firstSequence: number;
  readonly endSequence: number;
  readonly rejected: WriterReport["rejected"];
}

export function range(start: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
}
