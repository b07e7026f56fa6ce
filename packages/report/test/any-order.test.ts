import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { catalogue } from "@metric-events/core";
import { openLogs } from "@metric-events/reader";
import {
  below,
  fleetLines,
  makeFleet,
  printedSeed,
  seededRandom,
  shuffled,
  temporaryFolder,
} from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { renderReport, reportLogs } from "../src/index.js";

const seed = printedSeed("any-order");
const fleet = makeFleet({
  seed,
  days: 14,
  jobsPerHour: 2,
  troubles: ["lost", "unbegun", "day-missing", "epoch", "thousandfold"],
});

/** Writes the log of each host, cut into parts at random, some of them compressed. Returns the paths. */
function written(random: () => number): string[] {
  const folder = temporaryFolder();
  return [...fleetLines(fleet)].flatMap(([host, lines]) => {
    mkdirSync(join(folder, host));
    const cuts = [0, ...Array.from({ length: below(random, 12) }, () => below(random, lines.length + 1)), lines.length];
    const edges = cuts.toSorted((left, right) => left - right);
    return edges.slice(1).map((end, index) => {
      const rotations = edges.length - 2 - index;
      const text = lines
        .slice(edges[index], end)
        .map((line) => `${line}\n`)
        .join("");
      const isCompressed = rotations > 1 && random() < 0.5;
      const path = join(folder, host, `m.log${rotations === 0 ? "" : `.${rotations}`}${isCompressed ? ".gz" : ""}`);
      writeFileSync(path, isCompressed ? gzipSync(text) : text);
      return path;
    });
  });
}

function hostOf(path: string): string {
  return basename(dirname(path));
}

async function reportOn(paths: readonly string[], by: readonly string[]): Promise<string> {
  const folder = dirname(dirname(paths[0] ?? ""));
  const names = paths.map((path) => path.slice(folder.length + 1));
  const logs = await openLogs(names, { cwd: folder, hostOf });
  const report = await reportLogs(logs, { catalogue, zone: "utc", now: fleet.end, by });
  return renderReport(report, "json");
}

interface Gauges {
  readonly events: readonly { readonly gauges: readonly { field: string; sum: unknown; timeline: unknown }[] }[];
}

function gaugesIn(report: Gauges): unknown {
  return report.events.flatMap((event) => event.gauges.map(({ field, sum, timeline }) => ({ field, sum, timeline })));
}

/** Without the files, which are others when the same lines are cut elsewhere, and their lines. */
function withoutPlaces(json: string): unknown {
  return JSON.parse(json, (key, value: unknown) =>
    ["files", "file", "line", "message"].includes(key) ? undefined : value,
  );
}

describe("a report says the same", () => {
  it(`in any order of the files, place by place (seed ${seed})`, async () => {
    const random = seededRandom(seed);
    const paths = written(random);
    const expected = await reportOn(paths, []);
    expect(JSON.parse(expected).findings.length).toBeGreaterThan(0);
    for (let round = 0; round < 4; round++) {
      expect(await reportOn(shuffled(paths, random), [])).toBe(expected);
    }
  });

  it(`however logs are split by rotation, and grouped by host and flavor (seed ${seed})`, async () => {
    const random = seededRandom(seed + 1);
    const by = ["host", "flavor"];
    const expected = withoutPlaces(
      await reportOn(
        written(() => 0),
        by,
      ),
    );
    for (let round = 0; round < 4; round++) {
      expect(withoutPlaces(await reportOn(shuffled(written(random), random), by))).toEqual(expected);
    }
  });

  it(`about all hosts together as about each, added up (seed ${seed})`, async () => {
    const paths = written(seededRandom(seed + 2));
    const all = JSON.parse(await reportOn(paths, ["flavor"]));
    const each = JSON.parse(await reportOn(paths, ["host"]));
    expect(JSON.stringify(gaugesIn(all)).length).toBeGreaterThan(1000);
    expect(gaugesIn(all)).toEqual(gaugesIn(each));
    expect(all.input.hosts).toEqual(fleet.hosts);
  });
});
