import { basename } from "node:path";
import { printable } from "@metric-events/text";
import { ShipError } from "./ship-error.js";

/**
 * Refuses two logs with one name: at the destination, a log is known by its host and its name, so one would go on where the other ended.
 *
 * @throws {ShipError} `same-name`.
 */
export function checkLogs(logs: readonly string[]): void {
  const byName = new Map<string, string>();
  for (const log of logs) {
    const name = basename(log);
    const other = byName.get(name);
    if (other !== undefined) {
      const [one, two] = [other, log].map((path) => JSON.stringify(printable(path)));
      throw new ShipError(
        "same-name",
        `${one} and ${two} have one name, by which the destination knows a log; ship each by a command of its own, with another name of the host`,
      );
    }
    byName.set(name, log);
  }
}
