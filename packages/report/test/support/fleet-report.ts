import { Readable } from "node:stream";
import { catalogue } from "@metric-events/core";
import type { LogFile } from "@metric-events/reader";
import { type Fleet, fleetLines } from "@metric-events/test-support";
import { type Report, type ReportOptions, reportLogs } from "../../src/index.js";

/** The logs of a fleet, in several files for each host, oldest first. */
export function fleetLogs(fleet: Fleet, files = 3): readonly LogFile[] {
  return [...fleetLines(fleet)].flatMap(([host, lines]) => {
    const size = Math.ceil(lines.length / files);
    return Array.from({ length: files }, (_, index): LogFile => {
      const age = files - 1 - index;
      const name = `${host}/metrics.log${age === 0 ? "" : `.${age}`}`;
      const text = lines.slice(index * size, (index + 1) * size).map((line) => `${line}\n`);
      return {
        name,
        path: undefined,
        stream: Readable.from([Buffer.from(text.join(""))]),
        origin: { host, log: "metrics.log", logName: `${host}/metrics.log` },
      };
    });
  });
}

/** What the logs of a fleet say, an hour after the last. */
export function reportOnFleet(fleet: Fleet, options: Partial<ReportOptions> = {}): Promise<Report> {
  return reportLogs(fleetLogs(fleet), { catalogue, zone: "utc", now: fleet.end + 3600, ...options });
}
