import type { Catalogue } from "@metric-events/runtime";
import type { Output } from "./output.js";

/** How logs are judged in several threads. */
export interface ThreadSettings {
  /** Their number, with that of the command, which takes part. */
  readonly count: number;
  /** How much there has to be left to judge for others to start, in bytes of lines that are parsed; those that are scanned count for less. */
  readonly startAtBytes: number;
  /** URL of the module that exports what {@link Context.catalogue} returns as `catalogue`; without it, only schema files are judged in threads. */
  readonly catalogueModule?: string;
}

/** Everything that a command sees of the world, so that a test can be the world. */
export interface Context {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  /** The identity of the regular file that standard input is redirected from, if any; see `fileIdentity` of the reader. */
  stdinIdentity?(): Promise<string | undefined>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What relative paths are relative to. */
  readonly cwd: string;
  /** The events to work with unless schema files are named. */
  catalogue(): Promise<Catalogue>;
  /** Without it, all is done in one thread. */
  readonly threads?: ThreadSettings;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Aborts at Ctrl-C and SIGTERM, which then no longer end the process; the reason is an InterruptedError. */
  interruption(): AbortSignal;
}
