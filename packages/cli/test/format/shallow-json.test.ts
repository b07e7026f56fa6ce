import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { installedLine, temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { runCommand } from "../support/memory-context.js";

it.each([
  ["[", "]"],
  ['{"a":', "}"],
])("a valid line with an undeclared field of thousands of %s is shown, shortened", async (open, close) => {
  const cwd = temporaryFolder();
  for (const depth of [21, 5000, 9999]) {
    const value = `${open.repeat(depth)}1${close.repeat(depth)}`;
    writeFileSync(join(cwd, "metrics.log"), `${installedLine(1).replace("}", `,"added":${value}}`)}\n`);
    const { stdout, stderr, exitCode } = await runCommand(["tail", "--utc", "metrics.log"], { cwd });
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    expect(stdout).toContain("runner_installed  flavor=small  duration=1s  added=");
    expect(stdout).toContain("…");
    expect(stdout.length).toBeLessThan(300);
  }
});
