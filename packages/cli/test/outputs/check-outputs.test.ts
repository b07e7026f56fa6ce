import { linkSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { installedLine, temporaryFolder, writeFiles } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { runCommand } from "../support/memory-context.js";

const door = JSON.stringify({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "DoorOpened",
  description: "Somebody opened a door.",
  type: "object",
  required: ["timestamp", "event"],
  properties: {
    timestamp: { description: "Unix time.", type: "number", minimum: 0, kind: "identifier", unit: "s", examples: [1] },
    event: { const: "door_opened" },
  },
});
const schema = "schemas/events/door_opened.schema.json";
const config = "metric-events.config.json";
const files = {
  [config]: '{ "schemas": "schemas" }',
  [schema]: door,
  "alerts.json": '{"rules":{"busy":{"event":"door_opened","take":"count","above":100,"window":"1h"}}}',
  "metrics.log": `${installedLine(1)}\n`,
};

function project(): string {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  symlinkSync("schemas", join(folder, "linked"));
  symlinkSync(schema, join(folder, "schema-link.json"));
  linkSync(join(folder, "alerts.json"), join(folder, "same-alerts.json"));
  symlinkSync(".", join(folder, "here"));
  return folder;
}

const writers: readonly (readonly string[])[] = [
  ["dashboard", "--for", "prometheus", "--out"],
  ["dashboard", "--for", "loki", "--log", "metrics.log", "--out"],
  ["rules", "--for", "prometheus", "--out"],
  ["lnav", "--out"],
  ["report", "metrics.log", "--out"],
  ["metrics", "metrics.log", "--backfill"],
];
const shared = [
  config,
  schema,
  "linked/events/door_opened.schema.json",
  "schema-link.json",
  "here/here/schema-link.json",
];

const cases: readonly (readonly string[])[] = [
  ...writers.flatMap((words) => shared.map((name) => [...words, name])),
  ["dashboard", "--for", "loki", "--log", "metrics.log", "--out", "here/metrics.log"],
  ["dashboard", "--for", "loki", "--out", "metrics.log"],
  ["rules", "--for", "prometheus", "--out", "alerts.json"],
  ["rules", "--for", "prometheus", "--out", "same-alerts.json"],
  ["rules", "--for", "prometheus", "--rules", "same-alerts.json", "--out", "here/alerts.json"],
  ["metrics", "metrics.log", "--textfile", "x.prom", "--state", "x.prom"],
  ["metrics", "metrics.log", "--textfile", "x.prom", "--state", "here/x.prom"],
  ["metrics", "metrics.log", "--textfile", "./here/x.prom", "--state", "schemas/../x.prom"],
  ["metrics", "metrics.log", "--textfile", "x.prom", "--state", config],
  ["metrics", "metrics.log", "--textfile", "x.prom", "--follow", "--state", "x.prom"],
];

it.each(cases)("%s %s %s %s %s %s: one file for two things is refused, and left as it is", async (...words) => {
  const folder = project();
  const env = { METRICS_LOG_PATH: join(folder, "metrics.log") };
  const { exitCode, stdout, stderr } = await runCommand(words, { cwd: folder, env });
  expect([exitCode, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/^metric-events: --\w+: .*; name another file\n$/);
  for (const [name, content] of Object.entries(files)) expect(readFileSync(join(folder, name), "utf8")).toBe(content);
});

it("a state and a text file that are two names of one inode are refused", async () => {
  const folder = project();
  const words = ["metrics", "metrics.log", "--textfile", "x.prom", "--state", "state.json"];
  expect(await runCommand(words, { cwd: folder })).toMatchObject({ exitCode: 0 });
  const state = readFileSync(join(folder, "state.json"), "utf8");
  linkSync(join(folder, "state.json"), join(folder, "y.prom"));
  symlinkSync("state.json", join(folder, "z.prom"));
  for (const name of ["y.prom", "z.prom"]) {
    const { exitCode, stderr } = await runCommand([...words.slice(0, 3), name, ...words.slice(4)], { cwd: folder });
    expect([exitCode, stderr]).toEqual([
      2,
      `metric-events: --state: state.json is also the file of --textfile (${name}); name another file\n`,
    ]);
  }
  expect(readFileSync(join(folder, "state.json"), "utf8")).toBe(state);
});

it("outputs that replace nothing but themselves are written", async () => {
  for (const words of writers) {
    const folder = project();
    for (const run of ["first", "again"]) {
      const { exitCode, stderr } = await runCommand([...words, "out.json"], { cwd: folder });
      expect([run, exitCode, stderr]).toEqual([run, 0, ""]);
    }
  }
});
