import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { catalogue, type MetricEvent } from "@metric-events/core";
import { EventLogger } from "@metric-events/logger";
import { temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { writeHostileWorld } from "../support/hostile-world.js";
import { runCommand } from "../support/memory-context.js";

const runnerSchemas = fileURLToPath(new URL("../fixtures/runner-schemas", import.meta.url));
const command = resolve("dist/main.js");

interface Page {
  readonly line: Readonly<Record<string, unknown>>;
  readonly shell: string;
  readonly code: string;
}

/** The examples on the pages of events. */
async function pagesOf(schemas: string, cwd: string): Promise<readonly Page[]> {
  const { exitCode, stderr } = await runCommand(["docs", "--schemas", schemas, "--out", "docs"], { cwd });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  const folder = join(cwd, "docs", "events");
  const names = readdirSync(folder).filter((name) => name.endsWith(".md"));
  return names.map((name) => {
    const text = readFileSync(join(folder, name), "utf8");
    const block = (language: string): string => {
      const found = new RegExp(`^(\`{3,})${language}\\n(.*?)\\n\\1$`, "ms").exec(text);
      expect(found, `${name} has a block of ${language}`).not.toBeNull();
      return found?.[2] ?? "";
    };
    return { line: JSON.parse(block("json")) as Page["line"], shell: block("sh"), code: block("ts") };
  });
}

it.each(["the runner events", "hostile schemas"])("the shell commands issue what the lines say: %s", async (which) => {
  const cwd = temporaryFolder();
  writeHostileWorld(cwd);
  const schemas = which === "hostile schemas" ? "schemas" : runnerSchemas;
  const log = join(cwd, "own.log");
  const pages = await pagesOf(schemas, cwd);
  expect(pages.length).toBeGreaterThan(1);
  for (const { shell } of pages) {
    const script = `metric-events() { "$NODE" "$COMMAND" --schemas "$SCHEMAS" "$@" --path "$LOG" --timestamp 1764000000; }\n${shell}`;
    const env = { ...process.env, NODE: process.execPath, COMMAND: command, SCHEMAS: schemas, LOG: log };
    const { status, stderr } = spawnSync("bash", ["-c", script], { cwd, encoding: "utf8", env });
    expect({ shell, status, stderr }).toEqual({ shell, status: 0, stderr: "" });
  }
  const lines = readFileSync(log, "utf8").trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toEqual(
    pages.map(({ line }) => ({ ...line, timestamp: 1_764_000_000 })),
  );
});

it("the code issues what the lines say", async () => {
  const cwd = temporaryFolder();
  const log = join(cwd, "own.log");
  const pages = await pagesOf(runnerSchemas, cwd);
  class LoggerOfTest extends EventLogger<MetricEvent> {
    constructor(options: object) {
      super({ ...options, path: log, catalogue });
    }
  }
  for (const { code } of pages) {
    const body = code.replaceAll(/^import .*$/gm, "");
    const constructors = Object.fromEntries(catalogue.definitions.map((each) => [each.typeName, each]));
    const names = Object.keys(constructors);
    // oxlint-disable-next-line typescript/no-implied-eval -- The code of the page is what is tested.
    const run = new Function("EventLogger", "catalogue", ...names, body) as (...values: unknown[]) => void;
    run(LoggerOfTest, catalogue, ...names.map((name) => constructors[name]));
  }
  const lines = readFileSync(log, "utf8").trimEnd().split("\n");
  const withoutTime = pages.map(({ line: { timestamp, ...fields } }) => fields);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject(withoutTime);
  expect(withoutTime.length).toBe(4);
});
