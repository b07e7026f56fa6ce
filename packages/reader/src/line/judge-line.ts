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
  if (isTooDeep(line.text)) return { isValid: false, line, data: undefined };
  let data: unknown;
  try {
    data = JSON.parse(line.text);
  } catch {
    return { isValid: false, line, data: undefined };
  }
  if (!catalogue.is(data, contract) || hasDuplicateNames(line.text, data)) return { isValid: false, line, data };
  return { isValid: true, line, event: data };
}

/** Whether a line is nothing but JSON's white space, which includes the carriage return of a CRLF. */
export function isBlank(text: string): boolean {
  return (text.length === 0 || text.charCodeAt(0) <= 0x20) && /^[ \t\r]*$/.test(text);
}
