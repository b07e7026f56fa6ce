import { Tally } from "./counters.js";
import { nodeFileSystem } from "./file-system.js";
import { writeAll } from "./write-all.js";

const standardError = 2;

/**
 * Says on standard error what could not be logged at the end of the process, when there is nobody left whom a rejected promise
 * could tell. The same message of many events is said once: whoever reads standard error may be slow, and a pipe that is full
 * for longer than a moment loses what comes then, rather than hold the process.
 */
export function printAtExit(errors: readonly Error[]): void {
  const counts = new Map<string, number>();
  for (const { name, message } of errors) {
    const text = `${name}: ${message}`;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const lines = [...counts].map(([text, count]) => (count === 1 ? `${text}\n` : `${text} (${count} events)\n`));
  const bytes = Buffer.from(lines.join(""));
  writeAll(nodeFileSystem, standardError, bytes, 0, bytes.length, new Tally());
}
