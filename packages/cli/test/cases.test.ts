import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gitEnvironment, temporaryFolder } from "@metric-events/test-support";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Case, formatCase, parseCase, parseWords } from "./support/case-file.js";
import { runCommand } from "./support/memory-context.js";

// UPDATE_CASES=1 writes what the commands say into the cases; the difference is to be read before it is committed.
const isUpdate = process.env["UPDATE_CASES"] !== undefined;
const root = fileURLToPath(new URL("cases", import.meta.url));
const fixtures = fileURLToPath(new URL("fixtures", import.meta.url));
const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".txt"));

beforeEach(() => vi.stubEnv("TZ", "Europe/Berlin"));
afterEach(() => vi.unstubAllEnvs());

it("there are cases", () => expect(names.length).toBeGreaterThan(30));

it.each(names.toSorted())("%s", async (name) => {
  const path = join(root, name);
  const text = readFileSync(path, "utf8");
  const parsed = parseCase(text);
  expect(parsed.steps.length).toBeGreaterThan(0);
  const actual = formatCase(parsed, await runCase(parsed));
  if (isUpdate && actual !== text) writeFileSync(path, actual);
  expect(actual).toBe(isUpdate ? actual : text);
});

async function runCase({ files, steps }: Case): Promise<string[]> {
  const folder = temporaryFolder();
  for (const { name, content } of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const results: string[] = [];
  let cwd = folder;
  for (const { command } of steps) {
    if (command.startsWith("cd ")) cwd = resolve(cwd, command.slice("cd ".length));
    const result = command.startsWith("cd ") ? "" : await runStep(command, cwd, folder);
    results.push(result.replaceAll(folder, "$DIR").replaceAll(fixtures, "$FIXTURES"));
  }
  return results;
}

/** `NAME=value metric-events … < file`, or what sets the scene: `cd folder`, `cat file`, `cp from to`, `git …`, `npm pack folder`. */
async function runStep(command: string, cwd: string, folder: string): Promise<string> {
  const words = parseWords(command).map((word) => word.replaceAll("$DIR", folder).replaceAll("$FIXTURES", fixtures));
  const env: Record<string, string> = { METRICS_LOG_PATH: join(folder, "metrics.log") };
  for (; /^[A-Z_]+=/.test(words[0] ?? ""); words.shift()) {
    const [, name = "", value = ""] = /^([A-Z_]+)=(.*)$/.exec(words[0] ?? "") ?? [];
    env[name] = value;
  }
  const [program, ...args] = words;
  if (program === "cat") return readFileSync(join(cwd, args[0] ?? ""), "utf8");
  if (program === "cp") {
    const [from = "", to = ""] = args.map((path) => resolve(cwd, path));
    cpSync(from, to, { recursive: true });
    return "";
  }
  if (program === "git" || program === "npm") return runQuietly(program, args, cwd);
  expect(program).toBe("metric-events");
  const input = args.indexOf("<");
  const stdin = input === -1 ? "" : readFileSync(join(cwd, args[input + 1] ?? ""));
  const given = input === -1 ? args : args.slice(0, input);
  const { exitCode, stdout, stderr } = await runCommand(given, { cwd, env, stdin });
  const errors = stderr.replaceAll(/^(?=.)/gm, "! ").replaceAll(/^$(?=\n.)/gm, "!");
  const output = (stdout + errors).replaceAll("\u001b", "\\e");
  expect(output).not.toContain("this is a bug");
  return output + (exitCode === 0 ? "" : `[${exitCode}]\n`);
}

/** A repository that is the same on every machine. Only failures are printed. */
function runQuietly(program: string, args: readonly string[], cwd: string): string {
  const { status, stderr } = spawnSync(program, args, { cwd, env: gitEnvironment, encoding: "utf8" });
  return status === 0 ? "" : `${stderr}[${status}]\n`;
}
