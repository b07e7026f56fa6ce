import { chownSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { runCommand } from "../support/memory-context.js";

const isRoot = process.geteuid?.() === 0;
if (!isRoot) console.log("skipped: only root can give a config file to another user");

function folderBelow(): { file: string; cwd: string } {
  const parent = temporaryFolder();
  const file = join(parent, "metric-events.config.json");
  const cwd = join(parent, "below");
  mkdirSync(cwd);
  writeFileSync(file, '{"schemas":"nowhere"}');
  return { file, cwd };
}

describe.skipIf(!isRoot)("a config file in a folder above that belongs to another user", () => {
  it("is refused", async () => {
    const { file, cwd } = folderBelow();
    chownSync(file, 12_345, 12_345);
    const { stderr, exitCode } = await runCommand(["lint"], { cwd });
    expect(stderr).toContain(`${file} belongs to another user (12345), so it is not used`);
    expect(exitCode).toBe(3);
  });

  it("is used where the working directory is that user's, too", async () => {
    const { file, cwd } = folderBelow();
    for (const path of [file, cwd]) chownSync(path, 12_345, 12_345);
    const { stdout, stderr } = await runCommand(["lint"], { cwd });
    expect(stdout + stderr).toContain("nowhere");
  });
});
