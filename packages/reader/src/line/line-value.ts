import { type Fault, faultsOf } from "./diagnose.js";
import { hasDuplicateNames } from "./duplicate-names.js";
import { isBlank, parse } from "./judge-line.js";
import type { LogLine } from "./line.js";

/** What a line holds, whatever events there are: a JSON value, or the reasons why it is none that all readers agree on. */
export type LineValue =
  | { readonly isJson: true; readonly value: unknown }
  | { readonly isJson: false; readonly faults: readonly Fault[] };

/** Takes a line as JSON, for logs that no schema describes; `undefined` for a blank line, which is ignored. */
export function lineValue(line: LogLine): LineValue | undefined {
  let data: unknown;
  if (line.kind === "text") {
    if (isBlank(line.text)) return undefined;
    data = parse(line.text);
    if (data !== undefined && !hasDuplicateNames(line.text, data)) return { isJson: true, value: data };
  }
  return { isJson: false, faults: faultsOf({ isValid: false, line, data }, withoutSchemas, "reader") };
}

/** Has nothing against any event. */
const withoutSchemas = { check: () => [] };
