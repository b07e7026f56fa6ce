import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { install, pack } from "./support/packed.js";
import { mustRun } from "./support/run.js";

const packages = readdirSync("packages");

const compilerFlags = ["--strict", "--module", "nodenext", "--target", "es2023", "--types", "node"];

/** The version of DuckDB that the query package is made for. */
function duckdbVersion(): string {
  const text = readFileSync("packages/query/package.json", "utf8");
  const { peerDependencies }: { peerDependencies: Record<string, string> } = JSON.parse(text);
  return peerDependencies["@duckdb/node-api"] ?? "";
}

const program = `
import { readFileSync } from "node:fs";
import { catalogue, InvalidEventError, type MetricEvent, RunnerInstalled } from "@metric-events/core";
import { EventLogger } from "@metric-events/logger";

const logger: EventLogger<MetricEvent> = new EventLogger({ path: "metrics.log", catalogue });
const event: RunnerInstalled = RunnerInstalled({ flavor: "small", duration: 42.5, timestamp: 1 });
logger.issue(event);
logger.close();
try {
  logger.issue({ ...event, duration: -1 });
} catch (error) {
  if (!(error instanceof InvalidEventError)) throw error;
  console.log(error.issues.length, catalogue.get("runner_installed") === RunnerInstalled, readFileSync("metrics.log", "utf8").trimEnd());
}
`;

/** Opens the door of each library. */
const libraryProgram = `
import { cpSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkSchemas, diffSchemas, errorsOf, formatCheck, replayLogs } from "@metric-events/check";
import { compileCatalogue } from "@metric-events/codegen";
import { contains } from "@metric-events/compat";
import { catalogue, RunnerInstalled } from "@metric-events/core";
import { lnavFormat } from "@metric-events/dashboards";
import { inferSchemas, writeSchemaFiles } from "@metric-events/infer";
import { appendLogs, compactLake } from "@metric-events/lake";
import { EventLogger } from "@metric-events/logger";
import { exportParquet, openLogDatabase } from "@metric-events/query";
import { MetricsCounter } from "@metric-events/metrics";
import { countEvents, followLog, judgeLogs, lastLines, openLogs, readEvents, Tally } from "@metric-events/reader";
import { referenceFiles } from "@metric-events/reference";
import { type Report, renderReport, reportLogs } from "@metric-events/report";
import { createCatalogue } from "@metric-events/runtime";
import { buildCatalogue, loadSchemas, lint } from "@metric-events/schema";
import { shipLogs } from "@metric-events/ship";
import { replaceFile } from "@metric-events/system";
import { formatTable, printable } from "@metric-events/text";

const schemas = process.argv[2] ?? "";
const cwd = mkdtempSync(join(tmpdir(), "doors-"));
const path = join(cwd, "metrics.log");
const logger = new EventLogger({ path, catalogue: createCatalogue([RunnerInstalled]) });
for (const duration of [1, 2, 3]) logger.issue(RunnerInstalled({ flavor: "small", duration, timestamp: 1719900000 + duration }));
logger.close();
const logs = () => openLogs(["metrics.log"], { cwd });

let durations = 0;
for await (const item of readEvents(await logs(), { catalogue, where: ["flavor=small"], since: 1719900002 })) {
  if (item.kind === "event") durations += Number(Reflect.get(item.event, "duration"));
}
const tally = new Tally();
await judgeLogs(await logs(), { catalogue, sink: countEvents(), onResult: (counts, place) => tally.countValid(counts, place) });
let last = "";
for (const log of await logs()) for await (const line of lastLines(log, { count: 1 })) last = line.kind === "text" ? line.text : "";
const controller = new AbortController();
let followed = 0;
for await (const found of followLog(path, { signal: controller.signal })) {
  if (found.kind === "lines") followed += [...found.lines].length;
  if (found.kind === "idle") break;
}
const report: Report = await reportLogs(await logs(), { catalogue, zone: "utc" });
const page = await renderReport(report, "html");
const database = await openLogDatabase(await logs(), { catalogue });
const rows = [];
for await (const row of (await database.rows("select sum(duration) from runner_installed")).values) rows.push(row);
await database.close();
const exported = await exportParquet(await logs(), { catalogue, out: join(cwd, "archive") });
const counter = new MetricsCounter(catalogue);
await counter.count(await logs(), { now: 1719900010 });
const appended = await appendLogs(await logs(), { catalogue, cwd, lake: "lake" });
const sink = () => ({ open: async () => undefined, send: async () => true, close: async () => {} });
const { signal } = controller;
const shipped = await shipLogs({ logs: [path], to: sink, host: "h", catalogue, once: true, signal });
const compacted = await compactLake({ cwd, lake: "lake" });

const proposal = await inferSchemas(await logs());
const { written } = writeSchemaFiles(proposal, join(cwd, "proposed"));

cpSync(schemas, join(cwd, "before"), { recursive: true });
const options = { schemas, against: [join(cwd, "before")], cwd };
const result = await checkSchemas(options);
const { outcomes } = await diffSchemas(options);
replaceFile(join(cwd, "own.log"), '{"timestamp":1,"event":"nothing_happened"}');
const replayed = await replayLogs(await openLogs(["own.log"], { cwd }), { schemas, cwd });
console.log(
  JSON.stringify({
    durations,
    valid: tally.valid,
    last: JSON.parse(last).duration,
    followed,
    count: report.events[0]?.count,
    page: page.startsWith("<!doctype html>"),
    rows,
    exported,
    counted: counter.families(1719900010).find(({ name }) => name === "runner_installed")?.samples[0]?.value,
    format: lnavFormat(catalogue).includes("metric_events"),
    appended,
    compacted,
    shipped: shipped.lines,
    proposed: [proposal.lines, written, compileCatalogue(join(cwd, "proposed")).eventNames],
    errors: errorsOf(result).length,
    sarif: JSON.parse(formatCheck(result, "sarif")).version,
    outcomes: outcomes.length > 0,
    replayed: replayed.logs.length,
    own: compileCatalogue(schemas).eventNames.includes("everything_happened"),
    reference: referenceFiles(buildCatalogue(loadSchemas(schemas))).some(({ path }) => path === "search.js"),
    lint: lint(loadSchemas(schemas)).length,
    contains: contains({ const: 1 }, { type: "integer" }).verdict,
    text: formatTable([{ title: "a" }], [[printable("\\u001b")]]),
  }),
);
`;

describe("the packed packages", () => {
  it("run outside of the workspace, types included, and core and logger bring nothing else along", () => {
    const folder = temporaryFolder();
    const tarballs = pack(["runtime", "system", "core", "logger"]);
    install(tarballs, ["@metric-events/core", "@metric-events/logger"], folder);
    writeFileSync(join(folder, "program.ts"), program);

    const typeRoots = ["--typeRoots", resolve("node_modules/@types")];
    mustRun(
      resolve("node_modules/.bin/tsc"),
      [...compilerFlags, "--skipLibCheck", "false", ...typeRoots, "program.ts"],
      { cwd: folder },
    );
    expect(mustRun(process.execPath, ["program.js"], { cwd: folder })).toBe(
      '1 true {"timestamp":1,"event":"runner_installed","flavor":"small","duration":42.5}\n',
    );

    expect(readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."))).toEqual([
      "@metric-events",
    ]);
    expect(readdirSync(join(folder, "node_modules/@metric-events/core/schemas/events"))).toEqual(
      readdirSync("schemas/events"),
    );
    for (const name of ["core", "logger"]) {
      expect(readdirSync(join(folder, "node_modules/@metric-events", name))).toEqual(
        expect.arrayContaining(["LICENSE", "README.md", "dist"]),
      );
    }
  });

  it("have a door each, which a TypeScript program outside of the workspace opens", () => {
    const folder = temporaryFolder();
    const tarballs = pack(packages);
    install(tarballs, Object.keys(tarballs), folder, { "@duckdb/node-api": duckdbVersion() });
    writeFileSync(join(folder, "program.ts"), libraryProgram);
    const typeRoots = ["--typeRoots", resolve("node_modules/@types")];
    mustRun(resolve("node_modules/.bin/tsc"), [...compilerFlags, ...typeRoots, "program.ts"], { cwd: folder });
    const schemas = resolve("packages/core/test/fixtures/schemas");
    expect(JSON.parse(mustRun(process.execPath, ["program.js", schemas], { cwd: folder }))).toEqual({
      durations: 5,
      valid: 3,
      last: 3,
      followed: 3,
      count: 3,
      page: true,
      rows: [[6]],
      exported: { events: 3, badLines: 0 },
      counted: 3,
      format: true,
      appended: { events: 3, badLines: 0, logs: 1, unchanged: 0 },
      compacted: { before: 1, after: 1 },
      shipped: 3,
      proposed: [3, ["events/runner_installed.schema.json", "shared/event.schema.json"], ["runner_installed"]],
      errors: 0,
      sarif: "2.1.0",
      outcomes: true,
      replayed: 1,
      own: true,
      reference: true,
      lint: 0,
      contains: "contained",
      text: "a\n\\u001b\n",
    });
  });

  it("give a command that runs outside of the workspace, with a team's own schemas too", () => {
    const folder = temporaryFolder();
    const tarballs = pack(packages);
    install(tarballs, ["@metric-events/cli"], folder);
    const command = join(folder, "node_modules/.bin/metric-events");
    const env = { ...process.env, METRICS_LOG_PATH: join(folder, "metrics.log"), NO_COLOR: "1" };
    mustRun(
      command,
      ["emit", "runner_installed", "--flavor", "small", "--duration", "42.5", "--timestamp", "1719900000"],
      {
        cwd: folder,
        env,
      },
    );
    expect(mustRun(command, ["tail", "--json"], { cwd: folder, env })).toBe(
      '{"timestamp":1719900000,"event":"runner_installed","flavor":"small","duration":42.5}\n',
    );
    expect(mustRun(command, ["validate"], { cwd: folder, env })).toContain("runner_installed");

    const schemas = resolve("packages/core/test/fixtures/schemas");
    mustRun(command, ["lint", schemas], { cwd: folder, env });
    expect(mustRun(command, ["--schemas", schemas, "events"], { cwd: folder, env })).toContain("everything_happened");
    mustRun(command, ["generate", "--schemas", schemas, "--out", "generated"], { cwd: folder, env });
    expect(readdirSync(join(folder, "generated"))).toContain("everything-happened.ts");

    // What is only used when a page is drawn, or types are printed, is bundled: nobody installs prettier, or the 40 packages of Plot.
    expect(mustRun(command, ["report", "--format", "html"], { cwd: folder, env })).toContain('<svg aria-label="');
    const installed = readdirSync(join(folder, "node_modules/.pnpm")).filter((name) => name.includes("@"));
    expect(installed.length).toBeGreaterThan(packages.length);
    expect(installed.length, installed.join("\n")).toBeLessThan(45);
    expect(
      installed.filter((name) => /^(prettier|d3|lodash|linkedom|@observablehq|json-schema-to)/.test(name)),
    ).toEqual([]);
    for (const name of ["report", "codegen"]) {
      const file = `packages/${name}/dist/THIRD-PARTY-LICENSES.txt`;
      expect(readFileSync(file, "utf8"), file).toMatch(/Permission to use|Permission is hereby granted/);
      expect(mustRun("tar", ["-tf", tarballs[`@metric-events/${name}`] ?? ""], { cwd: folder })).toContain(
        "THIRD-PARTY-LICENSES.txt",
      );
    }
  });
});
