import { describe, expect, it } from "vitest";
import { type FindingIgnore, type Report, type ReportOptions, renderReport } from "../../src/index.js";
import { reportOf, reportOn, started, stopped } from "../support/report-of.js";

const start = 1_795_000_000;
const now = start + 5 * 86_400;
const lines = [
  started(start),
  stopped(start + 2 * 86_400, { job_duration: 1_795_000_000 }),
  started(start + 3 * 86_400),
];

function report(ignore: readonly FindingIgnore[], options: Partial<ReportOptions> = {}): Promise<Report> {
  return reportOf(lines, { now, ignore, ...options });
}

async function kinds(...entries: readonly Partial<FindingIgnore>[]): Promise<readonly string[]> {
  const { findings } = await report(entries.map((entry) => ({ kind: "lost", reason: "known", ...entry })));
  return findings.map(({ kind }) => kind);
}

function withHosts(host: string): string[] {
  return lines.map((line) => JSON.stringify({ ...JSON.parse(line), host }));
}

/** How many findings of two hosts are silenced. */
async function told(host: string | readonly string[]): Promise<number> {
  const ignore = [{ kind: "lost", host, reason: "known" }] as const;
  return (await reportOf([...withHosts("a"), ...withHosts("b")], { now, ignore })).silenced.length;
}

const all = ["lost", "unbegun", "unix-time"];

describe("an entry silences findings", () => {
  it("of its kind, event and field", async () => {
    expect(await kinds()).toEqual(all);
    expect(await kinds({})).toEqual(["unbegun", "unix-time"]);
    expect(await kinds({ event: "runner_stop" })).toEqual(["unbegun", "unix-time"]);
    expect(await kinds({ event: "runner_installed" })).toEqual(all);
    expect(await kinds({ kind: "unix-time", event: "runner_stop", field: "job_duration" })).toEqual([
      "lost",
      "unbegun",
    ]);
    expect(await kinds({ kind: "unix-time", field: "duration" })).toEqual(all);
  });

  it("of hosts that it names, if they are about no others", async () => {
    expect(await told("a")).toBe(0);
    expect(await told(["a", "b"])).toBe(1);
    // Nobody knows the host of a log without any.
    expect(await kinds({ host: "a" })).toEqual(all);
  });

  it("up to the end of its day, and is told afterwards", async () => {
    expect(await kinds({ until: "2026-11-23" })).toEqual(["unbegun", "unix-time"]);
    expect(await kinds({ until: "2026-11-22" })).toEqual([...all, "ignore-expired"]);
    expect((await report([{ kind: "gap", reason: "known", until: "2026-11-22" }])).findings).toMatchObject([
      {},
      {},
      {},
      { kind: "ignore-expired", severity: "note", ignored: "gap", count: 0 },
    ]);
  });
});

it("every format says how many are silenced, and why", async () => {
  const ignore = [
    { kind: "lost", reason: "spot machines" },
    { kind: "unix-time", reason: "an old writer", until: "2027-01-01" },
  ] as const;
  const found = await reportOn(lines, { now, ignore });
  const sentence =
    "2 findings silenced by report.ignore of the config file: lost: spot machines; unix-time: an old writer";
  for (const format of ["text", "html", "markdown"] as const) {
    const text = (await renderReport(found, format)).replaceAll("\\", "").replaceAll(/\s+/g, " ");
    expect(text, format).toContain(sentence);
    expect(text, format).not.toContain("is a Unix time");
  }
  expect(JSON.parse(await renderReport(found, "json"))).toMatchObject({
    findings: [{ kind: "unbegun" }],
    silenced: [
      { finding: { kind: "lost", message: expect.stringContaining("lost") }, reason: "spot machines", until: null },
      { finding: { kind: "unix-time" }, reason: "an old writer", until: "2027-01-01" },
    ],
  });
  // Figures are the same.
  const { events } = await reportOn(lines, { now });
  expect(found.events).toEqual(events);
});
