import { readdirSync } from "node:fs";
import { join } from "node:path";
import { checkSchemas, errorsOf, formatCheck } from "@metric-events/check";
import { expect, it } from "vitest";
import { run } from "./support/run.js";

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

it("only a version can be kept", () => {
  const { status, stderr } = run("npx", ["tsx", "scripts/archive-schemas.ts", "../x"]);
  expect(status).toBe(2);
  expect(stderr).toContain("expected a version such as 1.2.3");
});
