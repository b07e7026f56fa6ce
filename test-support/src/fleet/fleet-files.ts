import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Fleet } from "./fleet-types.js";

export interface FleetFiles {
  /** Logs that were rotated away from each. Default: 3. */
  readonly rotations?: number;
}

/** The lines of each host. */
export function fleetLines({ records }: Fleet): ReadonlyMap<string, readonly string[]> {
  return new Map([...records].map(([host, own]) => [host, own.map(({ event }) => JSON.stringify(event))]));
}

/**
 * Writes a log for each host into a folder of its name: `metrics.log` with the newest lines, `metrics.log.1` with those before, and so on.
 * Returns the paths, hosts in order and the newest file first, as a shell lists them.
 */
export function writeFleet(fleet: Fleet, folder: string, { rotations = 3 }: FleetFiles = {}): readonly string[] {
  return [...fleetLines(fleet)].flatMap(([host, lines]) => {
    mkdirSync(join(folder, host), { recursive: true });
    const size = Math.ceil(lines.length / (rotations + 1));
    return Array.from({ length: rotations + 1 }, (_, number) => {
      const from = (rotations - number) * size;
      const path = join(folder, host, number === 0 ? "metrics.log" : `metrics.log.${number}`);
      const part = lines.slice(from, from + size);
      writeFileSync(path, part.map((line) => `${line}\n`).join(""));
      const written = fleet.end - number * 86_400;
      utimesSync(path, written, written);
      return path;
    });
  });
}
