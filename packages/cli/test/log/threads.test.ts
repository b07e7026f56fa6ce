import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { below, fleetLog, seededRandom, temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";
import type { ThreadSettings } from "../../src/index.js";
import { runCommand } from "../support/memory-context.js";

// Threads take the compiled code, as the command does.
const threads: ThreadSettings = { count: 2, startAtBytes: 0 };
const schemas = fileURLToPath(new URL("../fixtures/runner-schemas", import.meta.url));
const seed = Number(process.env["SEED"] ?? 11);

const faults = [
  "",
  "x",
  '{"timestamp":1,"event":"runner_installed","flavor":"sma',
  '{"timestamp":1,"event":"runner_installed","flavor":"small","duration":-1}',
  '{"timestamp":1,"event":"door_opened"}',
  '{"timestamp":Infinity}',
  "\0\0\0",
];

/** Enough for many batches; a third of the lines are bad in the middle, and all of them in one place. */
function faultyLog(): string {
  const random = seededRandom(seed);
  const lines: string[] = [];
  for (const line of fleetLog({ seed, events: 16_000 })) {
    const isRough = lines.length > 4000 && lines.length < 8000;
    lines.push(line);
    if (isRough && random() < 0.5) lines.push(faults[below(random, faults.length)] ?? "");
    if (lines.length === 12_000) lines.push(...Array.from({ length: 5000 }, (_, index) => `bad ${index}`));
  }
  return `${lines.join("\n")}\n`;
}

it.each(["validate", "validate --format json", "validate --strict --format github"])(
  `in several threads %s says what it says in one (seed ${seed})`,
  async (command) => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "a.log"), faultyLog());
    writeFileSync(join(cwd, "b.log"), `\ufeff${faultyLog()}{"torn`);
    const words = [...command.split(" "), "--schemas", schemas, "a.log", "b.log"];
    const one = await runCommand(words, { cwd });
    const several = await runCommand(words, { cwd, threads });
    expect(one.stdout.length).toBeGreaterThan(300_000);
    expect(one.exitCode).toBe(1);
    expect(several.stdout === one.stdout && several.stderr === one.stderr).toBe(true);
  },
);

it("threads are given up when the reader of the output goes away", async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "a.log"), faultyLog());
  const { exitCode } = await runCommand(["validate", "--schemas", schemas, "a.log"], { cwd, threads, closesAfter: 1 });
  expect(exitCode).toBe(141);
});
