import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { mustRun, run } from "./support/run.js";

const command = resolve("packages/cli/dist/main.js");
const validator = multitool();

/** Microsoft's validator of SARIF, where npm has a program of it for this platform. */
function multitool(): string | undefined {
  try {
    const program: string = createRequire(import.meta.url)("@microsoft/sarif-multitool-linux");
    return existsSync(program) ? program : undefined;
  } catch {
    return undefined;
  }
}

if (validator === undefined) console.warn("SKIPPED: @microsoft/sarif-multitool-linux has no program for this platform");

const event = {
  title: "DoorOpened",
  description: "A door was opened.",
  type: "object",
  required: ["timestamp", "event", "door"],
  properties: {
    timestamp: { description: "Unix time.", type: "number", unit: "s", examples: [1] },
    event: { const: "door_opened" },
    door: { description: "The sign on it.", type: "string", examples: ["cellar"] },
  },
};

/** A folder in which each command finds something. */
function workspace(): string {
  const folder = temporaryFolder();
  for (const [name, required] of [
    ["before", ["timestamp", "event"]],
    ["schemas", ["timestamp", "event", "door"]],
  ] as const) {
    mkdirSync(join(folder, name, "events"), { recursive: true });
    writeFileSync(
      join(folder, name, "events/door_opened.schema.json"),
      JSON.stringify({ ...event, required }, null, 2),
    );
  }
  mkdirSync(join(folder, "wrong/events"), { recursive: true });
  const { description: _, ...undescribed } = event;
  writeFileSync(join(folder, "wrong/events/door_opened.schema.json"), JSON.stringify(undescribed, null, 2));
  const lines = ['{"timestamp":1,"event":"door_opened","door":7}', '{"timestamp":1,"event":"door_o', "\u0000"];
  writeFileSync(join(folder, "a ü.log"), lines.join("\n"));
  writeFileSync(join(folder, "rotate.conf"), "/var/log/*.log {\n  rotate 4\n  copytruncate\n}\n");
  return folder;
}

const commands: readonly (readonly string[])[] = [
  ["check", "--against", "before"],
  ["check", "--against-log", "a ü.log"],
  ["lint", "wrong"],
  ["generate", "--schemas", "wrong", "--out", "out"],
  ["validate", "a ü.log", "nowhere.log", "--schemas", "schemas"],
  ["logrotate", "check", "--path", "/var/log/a.log", "--config", "rotate.conf"],
];

it.each(commands)("SARIF of %s %s passes Microsoft's validator, and explains each rule", (...args) => {
  const folder = workspace();
  const { stdout, stderr } = run(process.execPath, [command, ...args, "--format", "sarif"], { cwd: folder });
  expect(stdout, stderr).not.toBe("");
  const { rules } = JSON.parse(stdout).runs[0].tool.driver as { rules: readonly Record<string, unknown>[] };
  expect(rules.length).toBeGreaterThan(0);
  for (const rule of rules) expect(Object.keys(rule)).toEqual(expect.arrayContaining(["fullDescription", "help"]));
  if (validator === undefined) return;
  const [log, report] = [join(folder, "found.sarif"), join(folder, "report.sarif")];
  writeFileSync(log, stdout);
  mustRun(validator, ["validate", log, "--output", report, "--kind", "Fail", "--level", "Error;Warning"]);
  const { results } = JSON.parse(readFileSync(report, "utf8")).runs[0];
  expect(results.map((result: { ruleId: string; message: object }) => [result.ruleId, result.message])).toEqual([]);
});

it("Microsoft's validator finds something in SARIF that is wrong", () => {
  if (validator === undefined) return;
  const folder = temporaryFolder();
  const [log, report] = [join(folder, "wrong.sarif"), join(folder, "report.sarif")];
  writeFileSync(log, JSON.stringify({ version: "2.1.0", runs: [{ tool: {}, results: [] }] }));
  run(validator, ["validate", log, "--output", report, "--kind", "Fail", "--level", "Error;Warning"]);
  expect(JSON.parse(readFileSync(report, "utf8")).runs[0].results).not.toEqual([]);
});
