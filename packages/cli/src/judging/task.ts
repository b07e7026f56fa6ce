import type { Catalogue, Contract, Event } from "@metric-events/core/runtime";
import type { TextLine } from "../log/line.js";
import type { ColumnsResult } from "../report/columns.js";
import { ColumnsSink, type ColumnsSpec } from "../report/columns-sink.js";
import { CountSink, type EventCounts } from "./count-sink.js";
import { EventScanner } from "./event-scanner.js";
import type { BatchJudge } from "./judge-batch.js";
import { type SplitLines, SplitSink } from "./split-sink.js";

/** What is to be made of the valid events of a log. Plain data, since it is sent to threads. */
export type TaskSpec = CountSpec | ColumnsSpec | SplitSpec;

/** How many there are of each event. */
export interface CountSpec {
  readonly kind: "count";
}

/** The lines themselves, taken apart by event. */
export interface SplitSpec {
  readonly kind: "split";
  /** Lines that name none of these events are passed over, without judging them. Without it, all are judged. */
  readonly only?: readonly string[];
  /** The fields of the events that lines need to have. Without it, all. */
  readonly columns?: readonly string[];
}

/** What the task makes of one batch. Plain data. */
export interface TaskResults {
  readonly count: EventCounts;
  readonly columns: ColumnsResult;
  readonly split: SplitLines;
}

export type TaskKind = keyof TaskResults;

/** Takes the valid events of a batch one by one. */
export interface Sink<Result> {
  add(event: Event, line: TextLine): void;
  /** Takes one as the scanner found it: its line from `start` on, up to the newline at `end`. Its number counts from 1 within the batch. */
  addScanned(scanner: EventScanner, start: number, end: number, lineNumber: number): void;
  /** What was made of the events since the last call. */
  take(): Result;
}

/** Says of the text of a line whether it is worth judging. */
export type LineFilter = (text: string) => boolean;

/** Events without whose lines the task can be done; `undefined` when it needs all. */
function onlyOf(spec: TaskSpec): readonly string[] | undefined {
  return spec.kind === "split" ? spec.only : undefined;
}

/**
 * The filter of a task. A line that does not have the name of an event in it is none of its events, unless an escape hides the name:
 * this is found out many times faster than what the line says.
 */
function lineFilterOf(spec: TaskSpec): LineFilter | undefined {
  const only = onlyOf(spec);
  if (only === undefined) return undefined;
  const [first, ...others] = only;
  if (first !== undefined && others.length === 0) return (text) => text.includes(first) || text.includes("\\u");
  // Names are of letters, digits and underscores.
  const names = new RegExp([...only, "\\\\u"].join("|"));
  return (text) => names.test(text);
}

/** The buffers of a result, to be moved between threads instead of copied. */
export function buffersOf(result: TaskResults[TaskKind]): ArrayBuffer[] {
  return "buffers" in result ? [...result.buffers] : [];
}

/** What it takes to do a task with the lines of a batch. */
export function batchJudgeOf(
  catalogue: Catalogue,
  contract: Contract,
  spec: TaskSpec,
): BatchJudge<TaskResults[TaskKind]> {
  const scanner = new EventScanner(catalogue, onlyOf(spec));
  return { catalogue, contract, scanner, sink: createSink(spec, catalogue), filter: lineFilterOf(spec) };
}

function createSink(spec: TaskSpec, catalogue: Catalogue): Sink<TaskResults[TaskKind]> {
  switch (spec.kind) {
    case "count":
      return new CountSink(catalogue);
    case "columns":
      return new ColumnsSink(spec, catalogue);
    case "split":
      return new SplitSink(catalogue, spec);
    default:
      return spec satisfies never;
  }
}
