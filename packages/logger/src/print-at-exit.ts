import { IssueTally } from "./counters.js";
import { nodeFileSystem } from "./file-system.js";
import { writeAll } from "./write-all.js";

const standardError = 2;

/**
 * Prints to standard error what could not be logged at the end of the process, when it is too late for rejected promises.
 * Prints the same message of many events once, since the reader of standard error may be slow: when the pipe stays full for
 * more than a moment, the rest is dropped, so that the process can end.
 */
export function printAtExit(errors: readonly Error[]): void {
  const counts = new Map<string, number>();
  for (const { name, message } of errors) {
    const text = `${name}: ${message}`;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const lines = [...counts].map(([text, count]) => (count === 1 ? `${text}\n` : `${text} (${count} events)\n`));
  const bytes = Buffer.from(lines.join(""));
  writeAll(nodeFileSystem, standardError, bytes, 0, bytes.length, new IssueTally());
}
