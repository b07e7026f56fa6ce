import { createReadStream } from "node:fs";
import { availableParallelism } from "node:os";
import { isatty } from "node:tty";
import { endlessReason, isEndlessDevice, statDescriptor } from "@metric-events/system";
import type { Context } from "./context.js";
import { InterruptedError } from "./errors.js";
import { Output } from "./output.js";
import { outputClosed } from "./output-closed.js";

/** Each takes about 50 MB. */
const maxThreads = 3;

/** Node takes a folder for an empty input; to read it is an error, and says so. A device such as /dev/zero would be read without end. */
function standardInput(): Context["stdin"] {
  if (isEndlessDevice(0)) return refusedDevice();
  return statDescriptor(0).isDirectory() ? createReadStream("", { fd: 0, autoClose: false }) : process.stdin;
}

async function* refusedDevice(): AsyncGenerator<Uint8Array> {
  const { LogError } = await import("@metric-events/reader");
  yield* [];
  throw new LogError("unreadable", endlessReason);
}

/** The context of this process. */
export function processContext(): Context {
  const { env, stdout, stderr } = process;
  return {
    get stdin() {
      return standardInput();
    },
    async stdinIdentity() {
      const { fileIdentity } = await import("@metric-events/reader");
      return fileIdentity("/dev/stdin");
    },
    stdout: new Output(stdout, { name: "standard output", isTerminal: stdout.isTTY === true, columns: stdout.columns }),
    stderr: new Output(stderr, {
      name: "standard error",
      isTerminal: stderr.isTTY === true,
      columns: stderr.columns,
      isLenient: true,
    }),
    env,
    cwd: workingDirectory(),
    catalogue: async () => (await import("@metric-events/core")).catalogue,
    catalogueName: "the built-in runner events",
    keepsCache: true,
    // Looking at process.stdin would open it.
    ...(isatty(0) && stderr.isTTY ? { ask } : {}),
    ...(isatty(0) && stdout.isTTY ? { readLine: typedLines() } : {}),
    threads: {
      count: Math.min(availableParallelism(), maxThreads),
      startAtBytes: 32 * 1024 * 1024,
      catalogueModule: import.meta.resolve("@metric-events/core"),
    },
    now: Date.now,
    outputClosed,
    maxResidentBytes: 1_750_000_000,
    interruption() {
      const controller = new AbortController();
      for (const signal of ["SIGINT", "SIGTERM"] as const)
        process.once(signal, () => controller.abort(new InterruptedError(signal)));
      return controller.signal;
    },
  };
}

/** What reads lines is loaded for the first one. */
function typedLines(): NonNullable<Context["readLine"]> {
  let reader: Promise<NonNullable<Context["readLine"]>> | undefined;
  return async (question) => {
    reader ??= import("./terminal-lines.js").then(({ lineReader }) => lineReader(process.stdin, process.stdout));
    return (await reader)(question);
  };
}

/** Asks on standard error, so that the output of a command can be redirected. */
async function ask(question: string): Promise<string> {
  const { createInterface } = await import("node:readline");
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await new Promise((resolve, reject) => {
      // Ctrl-C and Ctrl-D.
      lines.once("close", () => reject(new InterruptedError("SIGINT")));
      lines.question(question, resolve);
    });
  } finally {
    lines.close();
  }
}

/** The working directory. If it no longer exists, the one that the shell names: absolute paths still work. */
function workingDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return process.env["PWD"] ?? "/";
  }
}
