import { isTooDeep } from "./depth.js";

/** The value of a text; `undefined` where it is not JSON, or nested too deeply. */
export function tryParse(text: string): unknown {
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
