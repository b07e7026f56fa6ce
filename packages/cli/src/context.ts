import type { Catalogue } from "@metric-events/core/runtime";
import type { Output } from "./output.js";

/** Everything that a command sees of the world, so that a test can be the world. */
export interface Context {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What relative paths are relative to. */
  readonly cwd: string;
  /** The events to work with unless schema files are named. */
  catalogue(): Promise<Catalogue>;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Asks to be told of Ctrl-C and SIGTERM instead of being ended by them; the reason is the name of the signal. */
  interruption(): AbortSignal;
}
