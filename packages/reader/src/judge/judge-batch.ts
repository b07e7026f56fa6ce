import { eventTimeOf } from "@metric-events/runtime";
import type { LineKeys } from "../duplicates/line-keys.js";
import { type Diagnosis, diagnose } from "../line/diagnose.js";
import { judgeLine, refuseRounded } from "../line/judge-line.js";
import { beginningOf } from "../line/line.js";
import type { Batch } from "../read/batch.js";
import type { LogOrigin } from "../read/log-file.js";
import type { BatchJudge } from "./batch-judge.js";
import { scanBatch } from "./scan-batch.js";

/** A bad line, numbered from 1 within its batch. */
interface BadLineInBatch extends Diagnosis {
  readonly line: number;
  /** The beginning of the line, as far as it is text. */
  readonly text: string;
}

/** The findings about a batch, or about a part of it: a batch with many bad lines comes in several parts. */
export interface Part<Result> {
  readonly bad: readonly BadLineInBatch[];
  /** Set in the last part: the number of lines in the whole batch, and how many of them were parsed. */
  readonly end:
    | {
        readonly lines: number;
        readonly parsed: number;
        readonly result: Result;
        /** Of the events that the sink took, where duplicates are looked for. */
        readonly keys: LineKeys | undefined;
      }
    | undefined;
}

/** Bounds the memory of findings that wait for the reader. */
const maxBadInPart = 1000;

/** Judges the lines of a batch: valid events go into the sink, bad lines into the parts. */
export async function* judgeBatch<Result>(
  batch: Batch,
  origin: LogOrigin,
  judging: BatchJudge<Result>,
): AsyncGenerator<Part<Result>> {
  const { catalogue, contract, scanner, sink, filter, refusesRounded, keys } = judging;
  sink.begin?.(origin);
  let bad: BadLineInBatch[] = [];
  let parsed = 0;
  // A line that the scanner does not accept is parsed: it may be a valid event in another form.
  const others = scanBatch(batch, scanner, (found, start, end, number, original, from, to) => {
    const isTaken = sink.addScanned(found, start, end, number);
    if (isTaken && keys !== undefined) keys.addBytes(original, from, to, number, found.time);
  });
  let next = others.next();
  for (; next.done !== true; next = others.next()) {
    const line = next.value;
    parsed++;
    if (filter !== undefined && (line.kind !== "text" || !filter(line.text))) continue;
    const first = judgeLine(line, catalogue, contract);
    if (first === undefined) continue;
    const judged = refusesRounded ? refuseRounded(first, catalogue, contract) : first;
    if (judged.isValid) {
      const isTaken = sink.add(judged.event, judged.line, judged.numbers);
      if (isTaken) keys?.addText(judged.line.text, line.number, eventTimeOf(judged.event, catalogue.envelope));
      continue;
    }
    const { eventName, code, faults } = diagnose(judged, catalogue, contract);
    bad.push({ line: line.number, text: beginningOf(line), eventName, code, faults });
    if (bad.length < maxBadInPart) continue;
    yield { bad, end: undefined };
    bad = [];
  }
  yield { bad, end: { lines: next.value, parsed, result: sink.take(), keys: keys?.take() } };
}
