import { type Fault, faultsOfValue } from "./diagnose.js";
import { hasDuplicateNames } from "./duplicate-names.js";
import { isBlank, keptNumbers, parse } from "./judge-line.js";
import type { LogLine } from "./line.js";

/** What a line holds, whatever events there are: a JSON value, or the reasons why it is none that all readers agree on. */
export type LineValue =
  | { readonly isJson: true; readonly value: unknown }
  | { readonly isJson: false; readonly faults: readonly Fault[] };

/** Takes a line as JSON, for logs that no schema describes; `undefined` for a blank line, which is ignored. */
export function lineValue(line: LogLine): LineValue | undefined {
  if (line.kind !== "text") return { isJson: false, faults: faultsOfValue(line, undefined) };
  if (isBlank(line.text)) return undefined;
  const value = parse(line.text);
  const isAgreed = value !== undefined && !hasDuplicateNames(line.text, value);
  return isAgreed && keptNumbers(line.text).every(({ isHeld }) => isHeld)
    ? { isJson: true, value }
    : { isJson: false, faults: faultsOfValue(line, value) };
}
