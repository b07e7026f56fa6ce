import { execFileSync } from "node:child_process";
import { utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installedLine } from "./installed-line.js";
import { temporaryFolder } from "./temporary-folder.js";

/** A folder with a log and those that were rotated away from it, a line with a number each: 1 in the oldest. */
export function rotatedLogs(): string {
  const folder = temporaryFolder();
  const write = (name: string, duration: number, time: number): void => {
    writeFileSync(join(folder, name), `${installedLine(duration)}\n`);
    utimesSync(join(folder, name), time, time);
  };
  write("metrics.log.2", 1, 1000);
  execFileSync("gzip", ["metrics.log.2"], { cwd: folder });
  write("metrics.log-20261122", 2, 2000);
  write("metrics.log.1", 3, 3000);
  write("metrics.log", 4, 4000);
  write("metrics.log.bak", 5, 5000);
  write("other.log.1", 6, 6000);
  return folder;
}
