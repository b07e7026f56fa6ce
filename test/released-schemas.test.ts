import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { checkSchemas, errorsOf, formatCheck } from "@metric-events/check";
import { temporaryFolder, writeFiles } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { type RunResult, run } from "./support/run.js";

const versions = readdirSync("releases");

it("no reader of a released version breaks", async () => {
  const against = versions.map((version) => join("releases", version));
  const result = await checkSchemas({ schemas: "schemas", against, manifest: "packages/core/package.json" });
  expect(result.baselines).toEqual(against);
  expect(result.verdicts.length).toBeGreaterThan(0);
  expect(errorsOf(result), formatCheck(result, "text")).toEqual([]);
});

it("releases are named by versions, beginning with the first", () => {
  expect(versions).toContain("0.1.0");
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

it("a release keeps that formats are checked, and only then", async () => {
  const cwd = temporaryFolder();
  const properties = {
    timestamp: { description: "When.", type: "number", unit: "s", kind: "identifier" },
    event: { const: "door_opened" },
    mail: { description: "Whose.", type: "string", format: "email" },
  };
  const schema = {
    title: "DoorOpened",
    description: "Opened.",
    type: "object",
    required: ["timestamp", "event"],
    properties,
  };
  writeFiles(cwd, {
    "schemas/events/door_opened.schema.json": schema,
    "schemas/shared/none.schema.json": { $defs: {} },
  });
  const keep = (version: string): RunResult =>
    run(resolve("node_modules/.bin/tsx"), [resolve("scripts/archive-schemas.ts"), version], { cwd });
  const errors = async (version: string): Promise<readonly string[]> =>
    errorsOf(await checkSchemas({ schemas: "schemas", against: [`releases/${version}`], cwd })).map(({ code }) => code);

  expect(keep("1.0.0")).toMatchObject({ status: 0 });
  writeFiles(cwd, { "metric-events.config.json": '{ "formats": "assert" }' });
  expect(keep("1.0.0").stderr).toContain("metric-events.config.json is not as it was released as 1.0.0");
  expect(keep("2.0.0")).toMatchObject({ status: 0 });
  expect(keep("2.0.0")).toMatchObject({ status: 0 });
  expect(readdirSync(join(cwd, "releases/1.0.0"))).toEqual(["schemas"]);
  expect(readdirSync(join(cwd, "releases/2.0.0"))).toEqual(["metric-events.config.json", "schemas"]);
  expect(await errors("1.0.0")).toEqual(["pattern-added"]);
  expect(await errors("2.0.0")).toEqual([]);
});

it("only a version can be kept", () => {
  const { status, stderr } = run("npx", ["tsx", "scripts/archive-schemas.ts", "../x"]);
  expect(status).toBe(2);
  expect(stderr).toContain("expected a version such as 1.2.3");
});
