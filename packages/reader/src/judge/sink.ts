import type { Catalogue, Event } from "@metric-events/runtime";
import { packageRoot } from "@metric-events/system";
import type { TextLine } from "../line/line.js";
import type { NumberToken } from "../line/number-tokens.js";
import type { LogOrigin } from "../read/log-file.js";
import type { EventScanner } from "./event-scanner.js";

/**
 * Consumes the valid events of a batch one by one. Both `add…` return whether the event is among those that are asked for: only such
 * lines are looked at for duplicates.
 */
export interface Sink<Result> {
  /**
   * The only events that it consumes: lines of others are skipped without being judged. Without it, all lines are judged.
   */
  readonly only?: readonly string[];
  /** Called before the lines of a batch, with the origin of their log. */
  begin?(origin: LogOrigin): void;
  /** @param numbers those of the line whose digits are kept ({@link GoodLine.numbers}); a line that has some is never scanned. */
  add(event: Event, line: TextLine, numbers: readonly NumberToken[]): boolean;
  /** Takes an event that was scanned. Its line begins at `start` and has its newline at `end`; `lineNumber` counts from 1 in the batch. */
  addScanned(scanner: EventScanner, start: number, end: number, lineNumber: number): boolean;
  /** The result of the events since the last call. Plain data: threads send it. */
  take(): Result;
  /** The buffers of a result, which move between threads instead of being copied. */
  buffersOf?(result: Result): readonly ArrayBuffer[];
}

/** Makes sinks, here and in threads. */
export interface SinkFactory<Result, Options = unknown> {
  createSink(options: Options, catalogue: Catalogue): Sink<Result>;
  /** URL of the compiled module that exports the same function: threads import it. */
  readonly module: string;
  /** The name of that export. */
  readonly name: string;
  /** Plain data: threads receive a copy. */
  readonly options: Options;
  /** Cost of scanning and consuming a line, relative to parsing one. Decides how large a log must be for threads to pay. */
  readonly scanningCost: number;
}

/** A module that {@link SinkFactory.module} names. */
export type SinkModule = Readonly<Record<string, SinkFactory<unknown>["createSink"] | undefined>>;

/**
 * The URL of a compiled module, for threads.
 *
 * @param from `import.meta.url` of a module of the same package: a compiled one or, in tests, a source below `src/`.
 * @param path Path of the module below `dist/`, such as `judge/worker.js`.
 */
export function compiledModule(from: string, path: string): string {
  return new URL(`dist/${path}`, packageRoot(from)).href;
}
