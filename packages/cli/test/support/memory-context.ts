import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { compileCatalogue } from "@metric-events/codegen";
import type { Catalogue } from "@metric-events/runtime";
import { InterruptedError } from "../../src/errors.js";
import { type Context, type ExitCode, Output, run, type ThreadSettings } from "../../src/index.js";

export interface RunOptions {
  readonly cwd: string;
  readonly stdin?: string | Uint8Array | AsyncIterable<Uint8Array | string>;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether standard output and standard error are terminals. */
  readonly isTerminal?: boolean;
  /** Its reason is the name of a signal. */
  readonly signal?: AbortSignal;
  /** In how many threads logs are judged. Default: in one. */
  readonly threads?: ThreadSettings;
  /** After how many writes to standard output its reader goes away. Default: never. */
  readonly closesAfter?: number;
  /** What a person answers, one after the other; with it, there is a person to ask. */
  readonly answers?: readonly string[];
  /** What a person types, line by line: texts, or `undefined` for Ctrl-C. With it, there is a terminal to type at. */
  readonly typed?: readonly (string | undefined)[];
  /** What the events of the context are; see {@link Context.catalogueName}. */
  readonly catalogueName?: string;
  /** Width of the terminal. Default: 100. */
  readonly columns?: number;
  /** Milliseconds since the epoch; by default a fixed time. */
  readonly now?: () => number;
}

export interface RunResult {
  readonly exitCode: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** 2026-11-23T10:15:00Z */
export const fixedNow = 1_795_428_900_000;

const schemas = fileURLToPath(new URL("../fixtures/runner-schemas", import.meta.url));
let compiled: Catalogue | undefined;

/** The runner events as they were when the tests were written: what the command says of them does not change with the schemas. */
export async function runnerEvents(): Promise<Catalogue> {
  compiled ??= compileCatalogue(schemas);
  return compiled;
}

/** Runs the command in this process, with everything that it sees of the world made up. */
export async function runCommand(args: readonly string[], options: RunOptions): Promise<RunResult> {
  const stdout = new Collector(options.closesAfter);
  const stderr = new Collector();
  const context = contextOf(stdout, stderr, options);
  const exitCode = await run(args, context);
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}

/** Gathers what is written to it. */
export class Collector extends Writable {
  text = "";
  #writesLeft: number;

  constructor(closesAfter = Number.POSITIVE_INFINITY) {
    super();
    this.#writesLeft = closesAfter;
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    if (this.#writesLeft-- <= 0) {
      done(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
      return;
    }
    this.text += chunk.toString();
    done();
  }
}

export function contextOf(stdout: Writable, stderr: Writable, options: RunOptions): Context {
  const {
    cwd,
    stdin = "",
    env = {},
    isTerminal = false,
    signal,
    threads,
    columns = 100,
    now = () => fixedNow,
    answers,
    typed,
    catalogueName,
  } = options;
  return {
    stdin: typeof stdin === "string" || stdin instanceof Uint8Array ? once(stdin) : stdin,
    stdout: new Output(stdout, { name: "standard output", isTerminal, columns }),
    stderr: new Output(stderr, { name: "standard error", isTerminal, columns, isLenient: true }),
    env,
    cwd,
    ...(threads === undefined ? {} : { threads }),
    catalogue: runnerEvents,
    ...(catalogueName === undefined ? {} : { catalogueName }),
    ...(answers === undefined ? {} : { ask: answering(answers, stderr) }),
    ...(typed === undefined ? {} : { readLine: typing(typed, stdout) }),
    now,
    interruption: () => interruptedBy(signal),
  };
}

/** Prints each question with its answer. Without one, the input ends. */
function answering(answers: readonly string[], stderr: Writable): (question: string) => Promise<string> {
  const left = [...answers];
  return async (question) => {
    const answer = left.shift();
    if (answer === undefined) throw new InterruptedError("SIGINT");
    stderr.write(`${question}${answer}\n`);
    return answer;
  };
}

/** Shows each prompt with the line. Without one, the person presses Ctrl-D. */
function typing(lines: readonly (string | undefined)[], stdout: Writable): NonNullable<Context["readLine"]> {
  const left = [...lines];
  return async ({ prompt }) => {
    if (left.length === 0) return { kind: "end" };
    const text = left.shift();
    stdout.write(`${prompt}${text ?? "^C"}\n`);
    return text === undefined ? { kind: "cancelled" } : { kind: "line", text };
  };
}

/** Aborts when a test aborts, whose reason is the name of a signal. */
function interruptedBy(signal: AbortSignal | undefined): AbortSignal {
  const controller = new AbortController();
  const abort = (): void => controller.abort(new InterruptedError(signal?.reason));
  if (signal?.aborted === true) abort();
  else signal?.addEventListener("abort", abort);
  return controller.signal;
}

async function* once(text: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text as string);
}
