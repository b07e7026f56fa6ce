import type { KnownLog, Ledger } from "../manifest/ledger.js";
import { marksWithin, type Prefix } from "./prefix-hasher.js";
import type { Survey } from "./survey-log.js";

/** Some lines of a log that the lake does not have yet. */
export interface NewLines {
  readonly survey: Survey;
  /** The number that the log has in the ledger. */
  readonly number: number;
  readonly start: number;
  readonly end: number;
  /** Set for the first piece of a log; the ledger knows it for others, once it has those before. */
  readonly linesBefore: number | undefined;
  /** What the ledger says about the log once the lake has them, but for the number of lines. */
  readonly after: Omit<KnownLog, "lines">;
  /** The last line, when it has no newline. */
  readonly tail: { readonly start: number; readonly end: number } | undefined;
  /** Whether the lake has an earlier state of the last line. */
  readonly replacesTail: boolean;
}

/** What is read before it is made to count: new lines of logs whose names differ. */
export type Round = readonly NewLines[];

/** Divides what is new into rounds of about `roundBytes`. */
export function planRounds(surveys: readonly Survey[], { logs }: Ledger, roundBytes: number): readonly Round[] {
  const rounds: NewLines[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  let nextNumber = logs.length;
  const taken = new Set<number>();
  for (const survey of surveys) {
    const known = survey.known === undefined ? undefined : logs[survey.known];
    if (known === undefined && isEmpty(survey)) continue;
    // Of two logs that go on in different ways after the same lines, the second becomes a log of its own.
    const isTaken = survey.known === undefined || taken.has(survey.known);
    const number = isTaken ? nextNumber++ : (survey.known as number);
    taken.add(number);
    for (const piece of newLines(survey, number, known)) {
      const isNamed = rounds.at(-1)?.some((other) => other.survey.source.name === survey.source.name) === true;
      if (bytes >= roundBytes || isNamed) {
        rounds.push([]);
        bytes = 0;
      }
      rounds.at(-1)?.push(piece);
      bytes += piece.end - piece.start;
    }
  }
  return rounds;
}

function isEmpty({ content, unread }: Survey): boolean {
  return content.whole.bytes === 0 || (unread !== undefined && content.lines.bytes === 0);
}

function newLines(survey: Survey, number: number, known: KnownLog | undefined): readonly NewLines[] {
  const { content, source, packed, unread } = survey;
  const from = known?.bytes ?? 0;
  const ends = [...content.cuts.filter(({ bytes }) => bytes > from && bytes < content.lines.bytes), content.lines];
  // Where a log cannot be read on, its last line is cut.
  const isWhole = unread === undefined || unread.code === "trailing-data";
  const hasTail = isWhole && content.whole.bytes > content.lines.bytes;
  const isSameTail = !isWhole || known?.tail?.hash === (hasTail ? content.whole.hash : undefined);
  const hasPacked = packed === undefined || known?.packed?.includes(packed) === true;
  if (known !== undefined && from === content.lines.bytes && isSameTail && hasPacked) return [];
  let start = from;
  return ends.map((end, index): NewLines => {
    const isLast = index === ends.length - 1;
    const piece = {
      survey,
      number,
      start,
      end: end.bytes,
      linesBefore: index === 0 ? (known?.lines ?? 0) : undefined,
      after: knownAfter(end, isLast),
      tail: isLast && hasTail && !isSameTail ? { start: end.bytes, end: content.whole.bytes } : undefined,
      replacesTail: index === 0 && known?.tail !== undefined && !isSameTail,
    };
    start = end.bytes;
    return piece;
  });

  function knownAfter({ bytes, hash }: Prefix, isLast: boolean): Omit<KnownLog, "lines"> {
    const allPacked = isLast && packed !== undefined ? [...new Set([...(known?.packed ?? []), packed])] : known?.packed;
    return {
      host: source.host,
      name: source.name,
      bytes,
      hash,
      marks: marksWithin(content.marks, bytes),
      ...(isLast && hasTail ? { tail: content.whole } : {}),
      ...(allPacked === undefined ? {} : { packed: allPacked }),
    };
  }
}
