import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { catalogue } from "@metric-events/core";
import { openLogs } from "@metric-events/reader";
import { type ReportOptions, reportLogs, reportStoredEvents } from "@metric-events/report";
import { fleetLog, printedSeed, temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { appendLogs, compactLake, Lake } from "../../src/index.js";

const start = 1_788_220_800;

/** Logs of three hosts, rotated, with bad lines, events far away in time, and a last line that is cut off. */
function writeLogs(cwd: string, seed: number): readonly string[] {
  const names: string[] = [];
  const write = (name: string, content: string | Uint8Array): void => {
    names.push(name);
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), content);
  };
  for (const [index, host] of ["a", "b", "c/d"].entries()) {
    const lines = [...fleetLog({ seed: seed + index, events: 1500, jobEvery: 200 })];
    lines.splice(700, 0, "no event", '{"timestamp":1,"event":"runner_installed","flavor":"small","duration":"x"}');
    lines.splice(900, 0, '{"timestamp":4e9,"event":"runner_installed","flavor":"small","duration":1}');
    const folder = `host=${encodeURIComponent(host)}`;
    const text = (from: number, to: number): string =>
      lines
        .slice(from, to)
        .map((line) => `${line}\n`)
        .join("");
    write(`${folder}/metrics.log.2.gz`, gzipSync(text(0, 500)));
    write(`${folder}/metrics.log.1`, text(500, 1200));
    write(`${folder}/metrics.log`, `${text(1200, lines.length)}{"timestamp":17`);
  }
  return names;
}

const selections: Readonly<Record<string, Partial<ReportOptions>>> = {
  "all events": {},
  "by host": { by: "host" },
  "by two dimensions": { by: ["flavor", "repo"] },
  "a range": { since: start + 30_000.5, until: start + 150_000 },
  "some events": { events: ["runner_start", "reconciliation"] },
  "some values": { where: ["flavor=small", "repo!=acme/gears-1"] },
  "values and times": { where: ["queue_duration>10"], since: start + 50_000, bucketSeconds: 3600 },
  nothing: { since: 1, until: 2 },
};

/** Sums of doubles depend on their order. */
function withoutLastDigits(report: object): unknown {
  return JSON.parse(JSON.stringify(report), (_, value: unknown) =>
    typeof value === "number" ? Number(value.toPrecision(12)) : value,
  );
}

describe("a report of a lake", () => {
  it("has the figures of a report of its logs", async () => {
    const cwd = temporaryFolder();
    const names = writeLogs(cwd, printedSeed("report of a lake"));
    const lake = join(cwd, "lake");
    const logs = () => openLogs(names, { cwd });
    await appendLogs(await logs(), { catalogue, lake, roundBytes: 60_000 });
    const compare = async (what: string): Promise<void> => {
      for (const [name, selection] of Object.entries(selections)) {
        const options: ReportOptions = { catalogue, zone: "utc", now: start + 400_000, ...selection };
        const expected = await reportLogs(await logs(), options);
        const events = await Lake.open(lake, "lake").events(catalogue);
        const { input, ...found } = await reportStoredEvents(events, options);
        await events.close();
        const figures = (report: object, read: object): unknown =>
          withoutLastDigits({ what, name, ...report, input: { ...read, files: [] } });
        expect(figures(found, input)).toEqual(figures(expected, expected.input));
        expect(input.files).toEqual(["lake"]);
        if (name !== "nothing") expect(input.events).toBeGreaterThan(100);
      }
    };
    await compare("as it was appended");
    await compactLake({ lake });
    await compare("compacted");
  });
});

function installedAt(timestamp: number): string {
  return `{"timestamp":${timestamp},"event":"runner_installed","flavor":"small","duration":1}\n`;
}

it("events without a day are among those of a report", async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "a.log"), [start, 1e13, 1e13 + 1].map(installedAt).join(""));
  const lake = join(cwd, "lake");
  await appendLogs(await openLogs(["a.log"], { cwd }), { lake, cwd, catalogue });
  const events = await Lake.open(lake).events(catalogue);
  try {
    const { findings, input } = await reportStoredEvents(events, { catalogue });
    expect(input.events).toBe(1);
    expect(findings).toMatchObject([{ kind: "future", count: 2 }]);
  } finally {
    await events.close();
  }
});

it("a host may have any character", async () => {
  const cwd = temporaryFolder();
  const event = { timestamp: start, event: "runner_installed", host: "\u0000'z", flavor: "\u0000", duration: 1 };
  writeFileSync(join(cwd, "a.log"), `${JSON.stringify(event)}\n`);
  const lake = join(cwd, "lake");
  await appendLogs(await openLogs(["a.log"], { cwd }), { lake, cwd, catalogue });
  const events = await Lake.open(lake).events(catalogue);
  try {
    expect((await reportStoredEvents(events, { catalogue, by: "host" })).input.hosts).toEqual(["\u0000'z"]);
  } finally {
    await events.close();
  }
});
