import { catalogue } from "@metric-events/core";
import { expect, it } from "vitest";
import { type ObjectiveSettings, renderReport, resolveObjectives, sectionsOf } from "../../src/index.js";
import { installed, reconciled, reportOn, started, stopped } from "../support/report-of.js";

const start = 1_795_305_600; // 2026-11-22T00:00:00Z
const lines = [
  reconciled(start, "small", 2),
  reconciled(start, "large", 3),
  ...Array.from({ length: 12 }, (_, index) => started(start + index, { repo: `acme/${index}` })),
  started(start + 20, { queue_duration: 5 }),
];

it("all numbers of a report are titled tables: what begins and ends before the rest", async () => {
  const sections = sectionsOf(await reportOn(lines));
  expect(sections.map(({ eventName = "", title }) => `${eventName} ${title}`)).toEqual([
    " Events",
    "runner_start idle",
    "runner_start queue_duration",
    "runner_start Shares of flavor",
    "runner_start Shares of workflow",
    "runner_start Shares of repo",
    "runner_start Shares of github_event",
    "reconciliation duration",
    "reconciliation Counts",
    "reconciliation Shares of flavor",
  ]);
  for (const { tables } of sections) {
    expect(tables.length).toBeGreaterThan(0);
    for (const { columns, rows, trend, shares } of tables) {
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row.length).toBe(columns.length);
      if (trend !== undefined) expect(trend.rows.length).toBe(rows.length);
      if (shares !== undefined) expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    }
  }
  expect(sections.find(({ title }) => title === "queue_duration")?.limits).toEqual(["in 7.7 % of the events"]);
});

/** The measures of a report with objectives, in its order. */
async function measuresWith(settings: Readonly<Record<string, ObjectiveSettings>>): Promise<readonly string[]> {
  const { objectives } = resolveObjectives(settings, catalogue);
  const sections = sectionsOf(await reportOn([...lines, stopped(start + 60)], { objectives }));
  return sections
    .filter(({ chart }) => chart?.kind === "measure")
    .map(({ eventName, title }) => `${eventName} ${title}`);
}

it("what an objective names comes first", async () => {
  const rest = [
    "runner_start idle",
    "runner_start queue_duration",
    "runner_stop job_duration",
    "reconciliation duration",
  ];
  expect(await measuresWith({})).toEqual(rest);
  const waits = { event: "runner_start", field: "queue_duration", below: 60, share: 0.9 };
  expect((await measuresWith({ waits })).slice(0, 2)).toEqual(["runner_start queue_duration", "runner_start idle"]);
  const fast = { event: "reconciliation", field: "duration", below: 60, share: 0.9 };
  expect((await measuresWith({ fast }))[0]).toBe("reconciliation duration");
});

it("a table lists as many values as the caller wants, and sums up the others", async () => {
  const report = await reportOn(lines);
  const rowsOf = (maxValues?: number) =>
    sectionsOf(report, maxValues === undefined ? {} : { maxValues }).find(({ title }) => title === "Shares of repo")
      ?.tables[0]?.rows;
  expect(rowsOf()?.length).toBe(11);
  expect(rowsOf(2)?.at(-1)).toEqual(["(11 more)", "11", "84.6 %"]);
  expect(rowsOf(Number.POSITIVE_INFINITY)?.length).toBe(13);
});

it("every format shows every section", async () => {
  const report = await reportOn(lines);
  const [text, markdown, page] = await Promise.all(
    (["text", "markdown", "html"] as const).map((format) => renderReport(report, format)),
  );
  const plain = markdown?.replaceAll("\\", "");
  for (const { title, shortTitle, tables } of sectionsOf(report, { maxValues: Number.POSITIVE_INFINITY })) {
    expect(text).toContain(shortTitle);
    expect(plain).toContain(`# ${title}\n`);
    for (const [first = ""] of tables.flatMap(({ rows }) => rows)) expect(page).toContain(first);
  }
});

it("a log without events gives no sections, and every format says so", async () => {
  const report = await reportOn([]);
  expect(sectionsOf(report)).toEqual([]);
  expect(await renderReport(report, "text")).toMatch(/^No events in 1 file\n/);
  expect(await renderReport(report, "markdown")).toContain("No events in 1 file");
  expect(await renderReport(report, "html")).toContain("There is nothing to show.");
});

it.each([
  [{ by: "flavr" }, "unknown-dimension", /did you mean "flavor"\?/],
  [{ since: 2, until: 1 }, "empty-range", /expected since before until/],
  [{ bucketSeconds: 0.5 }, "invalid-bucket", /expected at least 1s/],
  [{ bucketSeconds: 1 }, "too-many-buckets", /expected at most 10,000/],
])("the options %j are refused with the code %s", async (options, code, message) => {
  const far = [installed(start, 1), installed(start - 86_400, 1)];
  await expect(reportOn(far, options)).rejects.toMatchObject({
    name: "ReportError",
    code,
    message: expect.stringMatching(message),
  });
});
