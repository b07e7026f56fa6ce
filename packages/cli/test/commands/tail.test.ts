import { openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { installedLine, temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { runCommand } from "../support/memory-context.js";

it("a line over the limit is passed over in bounded memory", async () => {
  const cwd = temporaryFolder();
  const file = openSync(join(cwd, "metrics.log"), "w");
  writeSync(file, `${installedLine(1)}\n`);
  writeSync(file, `\n${installedLine(2)}\n`, 40_000_000);
  const { stdout } = await runCommand(["tail", "-n", "3", "metrics.log"], { cwd });
  expect(stdout.split("\n").map((line) => line.slice(25, 120).trimEnd())).toEqual([
    "runner_installed  flavor=small  duration=1s",
    "(bad line)        too long: 40.0 MB, skipped; a line has at most 16.8 MB",
    "runner_installed  flavor=small  duration=2s",
    "",
  ]);
});
