import { basename } from "node:path";
import type { LogFile } from "../read/log-file.js";
import { uncompressedName } from "../read/rotated-name.js";
import { originOfEvent, originOfLog } from "./log-origin.js";

/**
 * Logs in an order that does not depend on the one they come in: those of one origin one after the other, the oldest first, as their names
 * say. Streams come last.
 */
export function orderLogs<Log extends LogFile>(logs: readonly Log[]): readonly Log[] {
  const ranked = logs.map((log) => ({ log, rank: rankOf(log) }));
  return ranked.toSorted((left, right) => compareLists(left.rank, right.rank)).map(({ log }) => log);
}

type Rank = readonly (string | number)[];

function rankOf(log: LogFile): Rank {
  const { path } = log;
  // Streams keep their order.
  if (path === undefined) return [1];
  const origin = originOfLog(log);
  return [0, originOfEvent(undefined, origin).key, ...ageOf(path, origin.log), path];
}

/** Smaller for what is older: names with dates, then names with numbers, which count backwards, and then the log itself. */
function ageOf(path: string, log: string): Rank {
  const full = basename(path);
  const numbers = (extra(uncompressedName(full) ?? full, basename(log)).match(/\d+/g) ?? []).map(Number);
  const [first] = numbers;
  if (first === undefined) return [2];
  return first >= 1900 ? [0, ...numbers] : [1, ...numbers.map((number) => -number)];
}

/** What a name has that the name of the log has not. */
function extra(name: string, log: string): string {
  let start = 0;
  while (start < log.length && name[start] === log[start]) start++;
  let end = 0;
  while (end < log.length - start && end < name.length - start && name.at(-1 - end) === log.at(-1 - end)) end++;
  return name.slice(start, name.length - end);
}

function compareLists(left: Rank, right: Rank): number {
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [one, other] = [left[index], right[index]];
    if (one === other) continue;
    if (one === undefined) return -1;
    if (other === undefined) return 1;
    // A path beside a number: the other has one number more.
    if (typeof one !== typeof other) return typeof one === "string" ? -1 : 1;
    return one < other ? -1 : 1;
  }
  return 0;
}
