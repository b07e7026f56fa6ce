import type { Catalogue } from "@metric-events/runtime";
import type { Output } from "./output.js";
import type { LineQuestion, TypedLine } from "./terminal-lines.js";

/** How several threads judge logs. */
export interface ThreadSettings {
  /** Number of threads, including the main one. */
  readonly count: number;
  /** More threads start when at least this much is left to judge, in bytes of parsed lines; scanned lines count for less. */
  readonly startAtBytes: number;
  /** URL of a module whose export `catalogue` is what {@link Context.catalogue} returns. Without it, threads are used only with schema files. */
  readonly catalogueModule?: string;
}

/** Everything that a command knows about the outside world, so that tests can replace it. */
export interface Context {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  /** The identity of the regular file that standard input is redirected from, if any; see `fileIdentity` of the reader. */
  stdinIdentity?(): Promise<string | undefined>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Base of relative paths. */
  readonly cwd: string;
  /** The events to work with when the user names no schema files. */
  catalogue(): Promise<Catalogue>;
  /** What the events of {@link catalogue} are, such as "the built-in runner events". With it, commands that fall back to them say so. */
  readonly catalogueName?: string;
  /** Asks a person; only where standard input and standard error are terminals. Rejects with an InterruptedError at the end of the input. */
  ask?(question: string): Promise<string>;
  /** Reads a line that a person types; only where standard input and standard output are terminals. */
  readLine?(question: LineQuestion): Promise<TypedLine>;
  /** Whether what is found out about schemas is kept in the `node_modules/.cache` of the project that has them. */
  readonly keepsCache?: boolean;
  /** Without it, the command uses one thread. */
  readonly threads?: ThreadSettings;
  /** What the process may need for a query or an export, beyond which it is killed: 1 GB of the database, and the rest for Node and the reading threads. */
  readonly maxResidentBytes?: number;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Aborts at Ctrl-C and SIGTERM, which then no longer end the process; the reason is an InterruptedError. */
  interruption(): AbortSignal;
  /** Aborts when nobody can read standard output any more; the reason is an OutputClosedError. Without it, only a write shows that. */
  outputClosed?(): AbortSignal;
}
