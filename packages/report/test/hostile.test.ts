import { Readable } from "node:stream";
import { catalogue } from "@metric-events/core";
import { streamLog } from "@metric-events/reader";
import { createCatalogue, type EventDefinition, type FieldDescriptor } from "@metric-events/runtime";
import { parseHTML } from "linkedom";
import { expect, it } from "vitest";
import {
  type Anomaly,
  type AnomalyKind,
  anomalyKinds,
  type Report,
  renderReport,
  reportFormats,
  reportLogs,
} from "../src/index.js";

const hostile =
  "::stop-commands::t ##[error]x\n::add-mask::y\r\u001b[2J\u202e\u2028 @octocat #1 https://evil.example <img src=x onerror=alert(1)> [a](b) `c` | d";

/** The same data with the hostile text in place of every text that comes from a log, a schema or the name of a file. */
function poisoned<T>(value: T, key?: string): T;
function poisoned(value: unknown, key = ""): unknown {
  if (typeof value === "string")
    return ["code", "kind", "severity", "evidence", "pattern", "zone"].includes(key) ? value : hostile;
  if (Array.isArray(value)) return value.map((each) => poisoned(each, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, poisoned(each, name)]));
}

async function sample(): Promise<Report> {
  const base = 1_700_000_000;
  const job = { flavor: "small", workflow: "CI", repo: "acme/widgets", github_event: "push" };
  const lines = Array.from({ length: 60 }, (_, index) => [
    {
      timestamp: base + index * 3600,
      event: "runner_start",
      ...job,
      idle: 1,
      ...(index < 30 ? { queue_duration: 5 } : {}),
    },
    {
      timestamp: base + index * 3600 + 5,
      event: "runner_start",
      ...job,
      flavor: "large",
      idle: 1_700_000_000,
      ...(index < 30 ? { queue_duration: 5 } : {}),
    },
    {
      timestamp: base + index * 3600 + 60,
      event: "runner_stop",
      ...job,
      repo: "other",
      status: "normal",
      job_duration: 60,
    },
    {
      timestamp: base + index * 3600,
      event: "reconciliation",
      host: "runners-1",
      flavor: "small",
      crashed_runners: 0,
      idle_runners: 1,
      duration: index % 5 === 0 ? 9000 : 9,
    },
    {
      timestamp: base + index * 3600,
      event: "reconciliation",
      flavor: "large",
      crashed_runners: 0,
      idle_runners: 1,
      duration: 9,
    },
  ]).flat();
  const extra = [
    { timestamp: 9e9, event: "runner_installed", flavor: "small", duration: 1 },
    { timestamp: -9e10, event: "runner_installed", flavor: "small", duration: 1 },
    { timestamp: 1, event: "runner_installed", flavor: "small", duration: 1 },
    { timestamp: base, event: hostile, flavor: hostile },
  ];
  const text = [...lines, ...extra].map((line) => JSON.stringify(line)).join("\n");
  const log = streamLog(Readable.from([Buffer.from(`${text}\nbad\n`)]), hostile);
  const report = await reportLogs([log], { catalogue, zone: "utc" });
  const silenced = rare.map((finding) => ({ finding, reason: "b", until: "2026-01-01" }));
  return { ...report, findings: [...report.findings, ...rare], silenced };
}

const found = {
  severity: "warning",
  from: 1_700_000_000,
  to: 1_700_009_000,
  hosts: ["a", "b"],
  count: 3,
  examples: [
    {
      file: "a",
      line: 1,
      column: 2,
      time: 1_700_000_000,
      host: "b",
      values: [{ field: "c", value: "d e" }],
      detail: "f",
    },
    { file: "a", line: 1, detail: "f" },
  ],
} as const;
const pair = { begin: "a", end: "b", event: "a" } as const;
const about = { event: "a", field: "b" } as const;

/** One of each kind. */
const anomalies: { readonly [Kind in AnomalyKind]: Extract<Anomaly, { readonly kind: Kind }> } = {
  unread: { kind: "unread", ...found, source: { file: "a", code: "corrupt", lastLine: 3, message: "b" } },
  "bad-lines": { kind: "bad-lines", ...found, kinds: { torn: 3 } },
  rounded: { kind: "rounded", ...found },
  duplicates: { kind: "duplicates", ...found, ranges: 2 },
  lost: { kind: "lost", ...found, ...pair, of: 4, hours: 24 },
  unbegun: { kind: "unbegun", ...found, ...pair, of: 4 },
  "loss-burst": { kind: "loss-burst", ...found, ...pair, of: 4 },
  unpaired: { kind: "unpaired", ...found, ...pair },
  "unix-time": { kind: "unix-time", ...found, ...about },
  impossible: { kind: "impossible", ...found, ...about, limit: 9, unit: "s" },
  thousandfold: { kind: "thousandfold", ...found, ...about, of: 9, usual: 3 },
  future: { kind: "future", ...found },
  "unset-clock": { kind: "unset-clock", ...found },
  "far-past": { kind: "far-past", ...found },
  "ignore-expired": { kind: "ignore-expired", ...found, ignored: "lost", until: "2026-01-01", reason: "b" },
  early: { kind: "early", ...found },
  stray: { kind: "stray", ...found },
  clock: { kind: "clock", ...found, seconds: 3600, evidence: "set" },
  "field-gone": { kind: "field-gone", ...found, ...about, pattern: "since", usual: 1, share: 0 },
  "field-empty": { kind: "field-empty", ...found, ...about, share: 1, isSince: true },
  "value-renamed": { kind: "value-renamed", ...found, events: ["a"], field: "b", before: "c", after: "d" },
  gap: { kind: "gap", ...found, expected: 9 },
  "host-silent": { kind: "host-silent", ...found, expected: 9 },
  "value-silent": { kind: "value-silent", ...found, events: ["a"], field: "b", value: "c", expected: 9, isBack: true },
  starvation: { kind: "starvation", ...found, ...about, gauge: "c", value: "d", usual: 1, waited: 9 },
};
const rare: readonly Anomaly[] = Object.values(anomalies);

it("the sample has every part that a report can have text in", async () => {
  const { findings, events } = await sample();
  expect(new Set(findings.map(({ kind }) => kind))).toEqual(new Set(anomalyKinds));
  expect(events.some(({ measures }) => measures.length > 0)).toBe(true);
  expect(events.some(({ gauges }) => gauges.some(({ groups }) => groups.length > 1))).toBe(true);
  expect(events.some(({ dimensions }) => dimensions.some(({ values }) => values.length > 1))).toBe(true);
});

it.each(reportFormats)("no text from outside acts in the format %s", async (format) => {
  const output = await renderReport(poisoned(await sample()), format);
  expect(output).toContain("octocat");
  expect(output.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
  expect(output).not.toContain("##[");
  for (const line of output.split("\n")) expect(line).not.toMatch(/^\s*::/);
});

it("Markdown mentions nobody, links nothing and holds no HTML of others", async () => {
  const output = await renderReport(poisoned(await sample()), "markdown");
  // Examples are code spans, in which nothing is live.
  const text = output.replaceAll(/^ {2}- `.*$/gm, "");
  expect(text).not.toMatch(/@\w|#\d|:\/\/|(?<!\\)<img|(?<!\\)\[a\]|(?<!\\)`/);
});

it("HTML has no element and no attribute that a text names", async () => {
  const { document } = parseHTML(await renderReport(poisoned(await sample()), "html"));
  expect(document.querySelectorAll("img, script, [onerror]").length).toBe(0);
  expect(document.querySelectorAll("svg.chart").length).toBeGreaterThan(3);
});

it("names and units of schemas do not act either", async () => {
  const [definition] = catalogue.definitions;
  const foreign: EventDefinition = Object.assign(Object.create(definition ?? null), {
    description: hostile,
    fields: definition?.fields.map(
      (field): FieldDescriptor => ({
        ...field,
        description: hostile,
        ...(field.unit === undefined ? {} : { unit: hostile }),
      }),
    ),
  });
  const report = await reportLogs(
    [
      streamLog(
        Readable.from([
          Buffer.from(
            JSON.stringify({
              timestamp: 1_700_000_000,
              event: definition?.eventName,
              flavor: "a",
              crashed_runners: 1,
              idle_runners: 2,
              duration: 1,
            }),
          ),
        ]),
      ),
    ],
    { catalogue: createCatalogue([foreign]), zone: "utc" },
  );
  expect(report.events.length).toBe(1);
  for (const format of reportFormats) {
    const output = await renderReport(report, format);
    expect(output.replaceAll("\n", ""), format).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    if (format === "html") expect(output).not.toContain("<img");
    if (format === "markdown") expect(output).not.toMatch(/(?<!\\)<img|@\w/);
  }
});
