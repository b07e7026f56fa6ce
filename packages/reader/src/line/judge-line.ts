import type { Catalogue, Contract, Event } from "@metric-events/runtime";
import { isTooDeep } from "./depth.js";
import { hasDuplicateNames } from "./duplicate-names.js";
import type { Line, TextLine } from "./line.js";

/** A line and what was found out about it without looking for reasons. */
export type JudgedLine = GoodLine | RefusedLine;

export interface GoodLine {
  readonly isValid: true;
  readonly line: TextLine;
  readonly event: Event;
}

/** What is wrong with it is for {@link import("./diagnose.js").diagnose} to find. */
export interface RefusedLine {
  readonly isValid: false;
  readonly line: Line;
  /** What the line holds, when it is JSON of a bearable depth; else `undefined`. */
  readonly data: unknown;
}

/** Judges one line under a contract; `undefined` for a blank one, which says nothing. */
export function judgeLine(line: Line, catalogue: Catalogue, contract: Contract): JudgedLine | undefined {
  if (line.kind !== "text") return { isValid: false, line, data: undefined };
  if (isBlank(line.text)) return undefined;
  const data = parse(line.text);
  if (data === undefined || !catalogue.is(data, contract) || hasDuplicateNames(line.text, data))
    return { isValid: false, line, data };
  return { isValid: true, line, event: data };
}

/** The value of a text; `undefined` where it is not JSON, or nested too deeply. */
function parse(text: string): unknown {
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
