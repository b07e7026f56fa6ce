import type { Catalogue, Event } from "@metric-events/runtime";
import type { TextLine } from "../line/line.js";
import type { EventScanner } from "./event-scanner.js";

/** Consumes the valid events of a batch one by one. */
export interface Sink<Result> {
  /**
   * The only events whose lines matter to it; lines of other events are passed over without being judged. Without it, all lines are
   * judged.
   */
  readonly only?: readonly string[];
  add(event: Event, line: TextLine): void;
  /** Takes an event as the scanner found it: its line begins at `start`, its newline is at `end`, and it is number `lineNumber` of its batch, from 1. */
  addScanned(scanner: EventScanner, start: number, end: number, lineNumber: number): void;
  /** What came of the events since the last call. Plain data: threads send it. */
  take(): Result;
  /** The buffers of a result, which move between threads instead of being copied. */
  buffersOf?(result: Result): readonly ArrayBuffer[];
}

/** Makes sinks, here and in threads. */
export interface SinkFactory<Result, Options = unknown> {
  createSink(options: Options, catalogue: Catalogue): Sink<Result>;
  /** URL of the compiled module that exports the same `createSink`: threads import it. */
  readonly module: string;
  /** Plain data: threads receive a copy. */
  readonly options: Options;
  /** What scanning a line and consuming it costs, in proportion to parsing a line. It decides how large a log must be for threads to pay. */
  readonly scanningCost: number;
}

/** A module that {@link SinkFactory.module} names. */
export interface SinkModule<Result, Options> {
  createSink(options: Options, catalogue: Catalogue): Sink<Result>;
}

/**
 * The URL of a compiled module, for threads.
 *
 * @param from `import.meta.url` of a module of the same package: a compiled one or, in tests, a source below `src/`.
 * @param path Path of the module below `dist/`, such as `judge/worker.js`.
 */
export function compiledModule(from: string, path: string): string {
  const root = from.slice(0, Math.max(from.lastIndexOf("/src/"), from.lastIndexOf("/dist/")));
  return `${root}/dist/${path}`;
}
