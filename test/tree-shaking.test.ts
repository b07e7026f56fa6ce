import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

async function bundle(code: string, resolveDir = resolve(".")): Promise<string> {
  const result = await build({
    stdin: { contents: code, resolveDir, loader: "ts" },
    bundle: true,
    format: "esm",
    minify: true,
    platform: "node",
    write: false,
  });
  return result.outputFiles.map((file) => file.text).join("");
}

/** What the code of the runner events cannot do without. */
const runnerNames = ["runner_installed", "runner_start", "runner_stop", "reconciliation", "crashed_runners"];

function loggerOf(catalogue: string): string {
  return `import { EventLogger } from "@metric-events/logger"; new EventLogger({ catalogue: ${catalogue} });`;
}

describe("a bundle that uses one event", () => {
  it("holds nothing of the others", async () => {
    const one = await bundle(
      'import { RunnerInstalled } from "@metric-events/core"; console.log(RunnerInstalled({ flavor: "s", duration: 1 }));',
    );
    const all = await bundle('import { catalogue } from "@metric-events/core"; console.log(catalogue.eventNames);');
    for (const name of runnerNames) {
      expect(one.includes(name), name).toBe(name === "runner_installed");
      expect(all, name).toContain(name);
    }
  });

  it("is empty when only a type is used", async () => {
    expect(
      (await bundle('import type { RunnerStart } from "@metric-events/core"; export type X = RunnerStart;')).trim(),
    ).toBe("");
  });
});

describe("a bundle of a project whose package.json does not say that its modules have no side effects", () => {
  const project = mkdtempSync(join(tmpdir(), "tree-shaking-"));
  const names = ["everything_happened", "judged_happened", "little_happened", "nothing_happened", "plain_happened"];

  beforeAll(() => {
    cpSync("packages/core/test/golden", join(project, "generated"), { recursive: true });
    mkdirSync(join(project, "node_modules/@metric-events"), { recursive: true });
    symlinkSync(resolve("packages/runtime"), join(project, "node_modules/@metric-events/runtime"));
  });
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  it("is empty when nothing is used", async () => {
    expect((await bundle('import "./generated/index.js";', project)).trim()).toBe("");
  });

  it("holds only the names of events when only these are used", async () => {
    const code = await bundle('export { eventNames } from "./generated/index.js";', project);
    for (const name of names) expect(code).toContain(name);
    expect(code.length).toBeLessThan(200);
  });

  it("holds only one validator for a guard", async () => {
    const code = await bundle('export { isPlainHappened } from "./generated/index.js";', project);
    for (const name of names) expect(code.includes(`"${name}"`), name).toBe(name === "plain_happened");
    const used = 'import { PlainHappened } from "./generated/index.js"; console.log(PlainHappened.eventName);';
    expect(code.length).toBeLessThan((await bundle(used, project)).length / 4);
  });
});

describe("a bundle with a logger", () => {
  it("holds no runner event when the events are a team's own, and nothing of logrotate", async () => {
    const own = await bundle(
      `import { createCatalogue } from "@metric-events/runtime"; ${loggerOf("createCatalogue([])")}`,
    );
    const ofRunners = await bundle(`import { catalogue } from "@metric-events/core"; ${loggerOf("catalogue")}`);
    for (const name of runnerNames) {
      expect(own, name).not.toContain(name);
      expect(ofRunners, name).toContain(name);
    }
    expect(own).toContain("Cannot make an EventLogger");
    expect(own).not.toContain("logrotate.timer");
    expect(own.length).toBeLessThan(ofRunners.length / 2);
  });

  it("holds the runner events for issueEvent", async () => {
    const issuing = await bundle('import { issueEvent } from "@metric-events/logger"; console.log(issueEvent);');
    for (const name of runnerNames) expect(issuing, name).toContain(name);
  });
});
