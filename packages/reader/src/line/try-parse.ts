import { maxLineDepth, tooDeepAt } from "@metric-events/runtime";

/** The value of a text; `undefined` where it is not JSON, or nested too deeply. */
export function tryParse(text: string): unknown {
  if (tooDeepAt(text, maxLineDepth) !== undefined || isTorn(text)) return undefined;
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

/** Whether an object lacks its end, as crashes leave it. To make the error of JSON.parse takes longer than all else that is done with it. */
function isTorn(text: string): boolean {
  if (text.charCodeAt(0) !== 0x7b) return false;
  let last = text.length - 1;
  while (isSpace(text.charCodeAt(last))) last--;
  return text.charCodeAt(last) !== 0x7d;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0d || code === 0x0a;
}
