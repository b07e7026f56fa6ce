import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it, onTestFinished } from "vitest";
import { runCommand } from "./support/memory-context.js";

// Every option and argument that takes a path, with everything that a path may lead to. A command ends, with a message that names it.

/** What a path may lead to, but for a good file. */
const kinds: Readonly<Record<string, (path: string) => void>> = {
  "a folder": (path) => mkdirSync(path),
  "a link that leads nowhere": (path) => symlinkSync("nowhere", path),
  "a link to itself": (path) => symlinkSync(path, path),
  "a device without an end": (path) => symlinkSync("/dev/zero", path),
  "an empty file": (path) => writeFileSync(path, ""),
  "a binary file": (path) =>
    writeFileSync(
      path,
      Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256),
    ),
  "a gzip bomb": (path) => writeFileSync(path, gzipSync(Buffer.alloc(20_000_000), { level: 1 })),
};

/** Those that a file with settings may be besides: nobody waits for the other end of a FIFO there. */
const otherKinds: typeof kinds = {
  ...kinds,
  "a FIFO": (path) => void execFileSync("mkfifo", [path]),
};

const logCommands = [
  ["validate", "@"],
  ["tail", "@"],
  ["report", "@"],
  ["report", "--against", "@", "good.log"],
  ["infer", "@"],
  ["export", "--parquet", "archive", "@"],
  ["export", "--parquet", "lake", "--append", "@"],
  ["query", "select count(*) as n from runner_start", "@"],
  ["check", "--schemas", "schemas", "--against", "schemas", "--against-log", "@"],
] as const;

const settingCommands = [
  ["alert", "--rules", "@", "good.log"],
  ["lint", "--schemas", "@"],
  ["events", "--schemas", "@"],
  ["generate", "--schemas", "@", "--out", "generated"],
  ["docs", "--schemas", "@", "--out", "pages"],
  ["check", "--schemas", "schemas", "--against", "@"],
  ["diff", "--schemas", "schemas", "--against", "@"],
  ["pack", "--schemas", "@"],
  ["emit", "runner_start", "--schemas", "@"],
  ["logrotate", "check", "--config", "@"],
  ["compact", "@"],
] as const;

/** Exit codes of an answer, a finding, a wrong use, and something that cannot be read. */
const ends = [0, 1, 2, 3];

function project(): string {
  const cwd = temporaryFolder();
  const event = {
    title: "Ping",
    description: "A ping.",
    type: "object",
    required: ["timestamp", "event"],
    properties: { timestamp: { type: "number", unit: "s", description: "When." }, event: { const: "ping" } },
  };
  mkdirSync(join(cwd, "schemas/events"), { recursive: true });
  writeFileSync(join(cwd, "schemas/events/ping.schema.json"), JSON.stringify(event));
  writeFileSync(join(cwd, "good.log"), "");
  return cwd;
}

async function run(command: readonly string[], cwd: string): Promise<void> {
  const args = command.map((word) => word.replace("@", "odd"));
  const { exitCode, stdout, stderr } = await runCommand(args, { cwd, stdin: "" });
  const said = `${command.join(" ")}: ${exitCode} ${stdout}${stderr}`;
  expect(ends, said).toContain(exitCode);
  if (exitCode >= 2) expect(`${stdout}${stderr}`, said).toMatch(/^metric-events: |\bodd\b/m);
  expect(said).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
}

describe.each(logCommands.map((command) => [command.join(" "), command] as const))("%s", (_, command) => {
  it.each(Object.entries(kinds))("ends where the log is %s", async (__, make) => {
    const cwd = project();
    make(join(cwd, "odd"));
    await run(command, cwd);
  });

  it("ends where the log is a socket", async () => {
    const cwd = project();
    const server = createServer().listen(join(cwd, "odd"));
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once("listening", resolve));
    await run(command, cwd);
  });
});

describe.each(settingCommands.map((command) => [command.join(" "), command] as const))("%s", (_, command) => {
  it.each(Object.entries(otherKinds))("ends where the path is %s", async (__, make) => {
    const cwd = project();
    make(join(cwd, "odd"));
    await run(command, cwd);
  });
});
