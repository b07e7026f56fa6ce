import { type Catalogue, type Contract, type Event, type EventDefinition, eventNameIn } from "@metric-events/runtime";
import { duplicateNames } from "./duplicate-names.js";
import type { LogLine, TextLine } from "./line.js";
import { mayHoldKept, type NumberToken } from "./number-tokens.js";
import { type DuplicateName, readJson } from "./read-json.js";
import { judgeRounded, type RoundedJudgement } from "./rounded-numbers.js";
import { tryParse } from "./try-parse.js";
import { withBigints } from "./with-bigints.js";

/** A line and whether it is a valid event; {@link import("./diagnose.js").diagnose} finds the reasons. */
export type JudgedLine<E extends Event = Event> = GoodLine<E> | RefusedLine;

export interface GoodLine<E extends Event = Event> {
  readonly isValid: true;
  readonly line: TextLine;
  /** As JSON.parse reads it; {@link eventOf} has bigints where its type has them. */
  readonly event: E;
  /** Numbers of the line that are another value in {@link event}, as 9007199254740993, or have more than 53 bits; almost always none. */
  readonly numbers: readonly NumberToken[];
}

/** A line that is not a valid event. */
export interface RefusedLine {
  readonly isValid: false;
  readonly line: LogLine;
  /** The value of the line; `undefined` if it is not JSON, or nested too deeply. */
  readonly data: unknown;
  /** The names that an object of the line has twice; none if the line is not JSON. */
  readonly duplicates: readonly DuplicateName[];
  /** What is wrong with its values, if that is known already. */
  readonly judgement: RoundedJudgement | undefined;
}

/**
 * Judges one line under a contract; `undefined` for a blank line, which is ignored.
 *
 * @param complete adds to the value of the line before it is judged. Default: nothing is added.
 */
export function judgeLine<E extends Event>(
  line: LogLine,
  catalogue: Catalogue<E>,
  contract: Contract,
  complete: (data: unknown) => unknown = (data) => data,
): JudgedLine<E> | undefined {
  if (line.kind !== "text") return refused(line, undefined);
  if (isBlank(line.text)) return undefined;
  const parsed = tryParse(line.text);
  const data = complete(parsed);
  if (parsed === undefined) return refused(line, data);
  const duplicates = duplicateNames(line.text, parsed);
  if (!catalogue.is(typedEvent(line.text, data, catalogue), contract) || duplicates.length > 0)
    return refused(line, data, duplicates);
  // As far as JSON goes, it is an event of that type.
  return { isValid: true, line, event: data as E, numbers: keptNumbers(line.text) };
}

function refused(
  line: LogLine,
  data: unknown,
  duplicates: readonly DuplicateName[] = [],
  judgement?: RoundedJudgement,
): RefusedLine {
  return { isValid: false, line, data, duplicates, judgement };
}

/** The numbers of JSON text that JavaScript would write with another value, or that have more than 53 bits. */
export function keptNumbers(text: string): readonly NumberToken[] {
  return mayHoldKept(text) ? readJson(text).numbers : none;
}

const none: readonly NumberToken[] = [];

/**
 * Refuses a line with a number that no double holds where its schema asks for a number: readers would disagree on its value. Under the
 * writer contract, it refuses such a number anywhere.
 */
export function refuseRounded<E extends Event>(
  judged: JudgedLine<E>,
  catalogue: Catalogue,
  contract: Contract,
): JudgedLine<E> {
  if (!judged.isValid || judged.numbers.every(({ isHeld }) => isHeld)) return judged;
  const { line, event, numbers } = judged;
  const judgement = judgeRounded(line.text, event, numbers, catalogue, contract);
  return judgement.rounded.length === 0 ? judged : refused(line, event, [], judgement);
}

/** The value of a line with the bigints of its event, for which it is read once more. */
function typedEvent(text: string, data: unknown, catalogue: Catalogue): unknown {
  const definition = definitionOf(data, catalogue);
  return definition?.bigints === undefined ? data : withBigints(data, keptNumbers(text), definition).value;
}

/** The definition that an event names. */
function definitionOf(data: unknown, catalogue: Catalogue): EventDefinition | undefined {
  const name = eventNameIn(data, catalogue.envelope);
  return name === undefined ? undefined : catalogue.get(name);
}

/** The event of a line as its type has it, and the numbers that are no bigints in it. */
export function eventOf<E extends Event>(
  { event, numbers }: GoodLine<E>,
  catalogue: Catalogue<E>,
): { readonly event: E; readonly numbers: readonly NumberToken[] } {
  const { value, others } = withBigints(event, numbers, definitionOf(event, catalogue));
  return { event: value as E, numbers: others };
}

/** Whether a line is nothing but JSON's white space, which includes the carriage return of a CRLF. */
export function isBlank(text: string): boolean {
  return (text.length === 0 || text.charCodeAt(0) <= 0x20) && /^[ \t\r]*$/.test(text);
}
