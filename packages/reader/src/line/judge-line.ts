import type { Catalogue, Contract, Event } from "@metric-events/runtime";
import { isTooDeep } from "./depth.js";
import { hasDuplicateNames } from "./duplicate-names.js";
import type { LogLine, TextLine } from "./line.js";

/** A line and whether it is a valid event; {@link import("./diagnose.js").diagnose} finds the reasons. */
export type JudgedLine = GoodLine | RefusedLine;

export interface GoodLine {
  readonly isValid: true;
  readonly line: TextLine;
  readonly event: Event;
}

/** A line that is not a valid event. */
export interface RefusedLine {
  readonly isValid: false;
  readonly line: LogLine;
  /** The value of the line; `undefined` if it is not JSON, or nested too deeply. */
  readonly data: unknown;
}

/** Judges one line under a contract; `undefined` for a blank line, which is ignored. */
export function judgeLine(line: LogLine, catalogue: Catalogue, contract: Contract): JudgedLine | undefined {
  if (line.kind !== "text") return { isValid: false, line, data: undefined };
  if (isBlank(line.text)) return undefined;
  const data = parse(line.text);
  if (data === undefined || !catalogue.is(data, contract) || hasDuplicateNames(line.text, data))
    return { isValid: false, line, data };
  return { isValid: true, line, event: data };
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
