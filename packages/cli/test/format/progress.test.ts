import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { installedLine, temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { fixedNow, runCommand } from "../support/memory-context.js";

it.each([
  ["a terminal, over a second", true, 400, /^<clear>\S+metrics\.log: [\d.]+ MB of 4\.\d MB \(\d+ %\).*<clear>$/],
  ["a terminal, at once", true, 0, /^$/],
  ["no terminal", false, 400, /^$/],
])("progress on %s", async (_, isTerminal, msPerLook, expected) => {
  const cwd = temporaryFolder();
  const log = join(cwd, "metrics.log");
  writeFileSync(log, `${installedLine(1)}\n`.repeat(50_000));
  let time = fixedNow;
  const now = (): number => (time += msPerLook);
  const { stderr, stdout } = await runCommand(["validate", log], { cwd, isTerminal, now });
  expect(stderr.replaceAll("\r\u001b[K", "<clear>")).toMatch(expected);
  expect(stdout).toContain("50,000 lines: all valid");
});
