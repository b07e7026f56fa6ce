import type { Catalogue, Contract } from "@metric-events/core/runtime";
import type { Batch } from "../log/batch.js";
import { type Diagnosis, diagnose } from "../log/diagnose.js";
import { judge } from "../log/judge.js";
import type { Line } from "../log/line.js";
import type { EventScanner } from "./event-scanner.js";
import { scanBatch } from "./scan-batch.js";
import type { LineFilter, Sink } from "./task.js";

/** A bad line. Its number counts from 1 within its batch. */
export interface BadLineInBatch extends Diagnosis {
  readonly line: number;
  /** The beginning of the line, as far as it is text. */
  readonly text: string;
}

/** What was found out about a batch, or about a part of it: a batch of nothing but bad lines comes in many. */
export interface Part<Result> {
  readonly bad: readonly BadLineInBatch[];
  /** Set when this is the last part: the number of lines of the whole batch, and how many of them had to be parsed. */
  readonly end: { readonly lines: number; readonly parsed: number; readonly result: Result } | undefined;
}

export interface BatchJudge<Result> {
  readonly catalogue: Catalogue;
  readonly contract: Contract;
  readonly scanner: EventScanner;
  readonly sink: Sink<Result>;
  /** Lines that it refuses are counted, and nothing else. */
  readonly filter: LineFilter | undefined;
}

/** Bounds what waits for those who read it. */
const maxBadInPart = 1000;
const maxTextLength = 500;

/** Judges the lines of a batch: valid events go into the sink, bad lines into the parts. */
export async function* judgeBatch<Result>(batch: Batch, judging: BatchJudge<Result>): AsyncGenerator<Part<Result>> {
  const { catalogue, contract, scanner, sink, filter } = judging;
  let bad: BadLineInBatch[] = [];
  let parsed = 0;
  // What the scanner does not know is parsed: it may still be a valid event, in another form.
  const others = scanBatch(batch, scanner, sink.addScanned.bind(sink));
  let next = others.next();
  for (; next.done !== true; next = others.next()) {
    const line = next.value;
    parsed++;
    if (filter !== undefined && (line.kind !== "text" || !filter(line.text))) continue;
    const judged = judge(line, catalogue, contract);
    if (judged === undefined) continue;
    if (judged.isValid) {
      sink.add(judged.event, judged.line);
      continue;
    }
    bad.push({ line: line.number, text: beginning(line), ...(await diagnose(judged, catalogue, contract)) });
    if (bad.length < maxBadInPart) continue;
    yield { bad, end: undefined };
    bad = [];
  }
  yield { bad, end: { lines: next.value, parsed, result: sink.take() } };
}

function beginning(line: Line): string {
  switch (line.kind) {
    case "text":
      return line.text.slice(0, maxTextLength);
    case "not-utf8":
      return Buffer.from(line.bytes.subarray(0, maxTextLength)).toString();
    case "too-long":
      return "";
    default:
      return line satisfies never;
  }
}
