import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { catalogue } from "@metric-events/core";
import { openLogs } from "@metric-events/reader";
import { fleetLines, makeFleet, seededRandom, temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { type Report, renderReport, reportLogs } from "../src/index.js";

const fleet = makeFleet({ seed: 11, days: 10, jobsPerHour: 3, hosts: 2, troubles: ["lost"] });

/** Divides the lines of a log among its files, each in the order of time. */
type Division = (line: string, share: number) => number;

async function reportOn(divide: Division): Promise<unknown> {
  const folder = temporaryFolder();
  const paths = [...fleetLines(fleet)].flatMap(([host, lines]) => {
    const files = new Map<number, string[]>();
    lines.forEach((line, index) => {
      const file = divide(line, index / lines.length);
      files.set(file, [...(files.get(file) ?? []), line]);
    });
    return [...files].map(([file, own]) => {
      const path = join(folder, `host=${host}`, `metrics.log${file === 0 ? "" : `.${file}`}`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, own.map((line) => `${line}\n`).join(""));
      return path;
    });
  });
  const report = await reportLogs(await openLogs(paths), { catalogue, zone: "utc", now: fleet.end });
  return withoutPlaces(report);
}

async function withoutPlaces(report: Report): Promise<unknown> {
  const json = await renderReport(report, "json");
  // Sums of gauges are those of fractions, in another order.
  return JSON.parse(json, (key, value: unknown) => {
    if (["files", "file", "line", "message"].includes(key)) return undefined;
    return typeof value === "number" ? Number(value.toPrecision(12)) : value;
  });
}

describe("files of one log that overlap in time say the same as one file", () => {
  const random = seededRandom(5);
  const divisions: Readonly<Record<string, Division>> = {
    "by the name of the event": (line) => (line.includes("runner_start") ? 1 : 0),
    "at random all the time": () => Math.floor(random() * 3),
    "at random for two hours": (_, share) => (share < 0.4 ? 1 : share > 0.41 ? 0 : Math.floor(random() * 2)),
    "in the wrong order": (_, share) => (share < 0.5 ? 0 : 1),
  };
  for (const [name, divide] of Object.entries(divisions)) {
    it(`divided ${name}`, async () => {
      expect(await reportOn(divide)).toEqual(await reportOn(() => 0));
    });
  }
});
