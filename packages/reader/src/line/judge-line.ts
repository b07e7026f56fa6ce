import type { Catalogue, Contract, Event } from "@metric-events/runtime";
import { isTooDeep } from "./depth.js";
import { hasDuplicateNames } from "./duplicate-names.js";
import type { LogLine, TextLine } from "./line.js";
import { mayHoldKept, type NumberToken } from "./number-tokens.js";
import { readJson } from "./read-json.js";
import { judgeRounded } from "./rounded-numbers.js";

/** A line and whether it is a valid event; {@link import("./diagnose.js").diagnose} finds the reasons. */
export type JudgedLine = GoodLine | RefusedLine;

export interface GoodLine {
  readonly isValid: true;
  readonly line: TextLine;
  /** As JSON.parse reads it. */
  readonly event: Event;
  /** Numbers of the line that are another value in {@link event}, as 9007199254740993, or have more than 53 bits; almost always none. */
  readonly numbers: readonly NumberToken[];
}

/** A line that is not a valid event. */
export interface RefusedLine {
  readonly isValid: false;
  readonly line: LogLine;
  /** The value of the line; `undefined` if it is not JSON, or nested too deeply. */
  readonly data: unknown;
}

/**
 * Judges one line under a contract; `undefined` for a blank line, which is ignored.
 *
 * @param complete adds to the value of the line before it is judged. Default: nothing is added.
 */
export function judgeLine(
  line: LogLine,
  catalogue: Catalogue,
  contract: Contract,
  complete: (data: unknown) => unknown = (data) => data,
): JudgedLine | undefined {
  if (line.kind !== "text") return { isValid: false, line, data: undefined };
  if (isBlank(line.text)) return undefined;
  const parsed = parse(line.text);
  const data = complete(parsed);
  if (parsed === undefined || !catalogue.is(data, contract) || hasDuplicateNames(line.text, parsed))
    return { isValid: false, line, data };
  return { isValid: true, line, event: data, numbers: keptNumbers(line.text) };
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
export function refuseRounded(judged: JudgedLine, catalogue: Catalogue, contract: Contract): JudgedLine {
  if (!judged.isValid || judged.numbers.every(({ isHeld }) => isHeld)) return judged;
  const { line, event, numbers } = judged;
  const { rounded } = judgeRounded(line.text, event, numbers, catalogue, contract);
  return rounded.length === 0 ? judged : { isValid: false, line, data: event };
}

/** The value of a text; `undefined` where it is not JSON, or nested too deeply. */
export function parse(text: string): unknown {
  if (isTooDeep(text)) return undefined;
  const { stackTraceLimit } = Error;
  // The stack of the error would take as long as all else that is done with a line that is not JSON.
  Error.stackTraceLimit = 0;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Whether a line is nothing but JSON's white space, which includes the carriage return of a CRLF. */
export function isBlank(text: string): boolean {
  return (text.length === 0 || text.charCodeAt(0) <= 0x20) && /^[ \t\r]*$/.test(text);
}
