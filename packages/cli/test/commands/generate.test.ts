import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { runCommand } from "../support/memory-context.js";

const schemas = fileURLToPath(new URL("../fixtures/runner-schemas", import.meta.url));
const command = resolve("dist/main.js");

describe("generate", () => {
  it("on a full disk names the file, keeps the old one, and leaves nothing behind", async () => {
    const cwd = temporaryFolder();
    const args = ["generate", "--schemas", schemas, "--reference", "events.md"];
    expect(await runCommand(args, { cwd })).toMatchObject({ exitCode: 0 });
    const old = `${readFileSync(join(cwd, "events.md"), "utf8")}\nedited\n`;
    writeFileSync(join(cwd, "events.md"), old);
    // A limit of 0 blocks on the size of a file stands for a full disk.
    const shell = `trap '' XFSZ; ulimit -f 0; "$0" "$@" 2>&1`;
    const run = spawnSync("bash", ["-c", shell, process.execPath, command, ...args], { cwd, encoding: "utf8" });
    expect(run.stdout).toBe(`metric-events: ${join(cwd, "events.md")}: file too large\n`);
    expect(run.status).toBe(3);
    expect(readdirSync(cwd)).toEqual(["events.md"]);
    expect(readFileSync(join(cwd, "events.md"), "utf8")).toBe(old);
  });

  it("creates no file that a link names", async () => {
    const cwd = temporaryFolder();
    symlinkSync("created.md", join(cwd, "events.md"));
    const { exitCode, stderr } = await runCommand(["generate", "--schemas", schemas, "--reference", "events.md"], {
      cwd,
    });
    expect(stderr).toContain("events.md is a link to a file that does not exist; move it");
    expect(exitCode).toBe(3);
    expect(readdirSync(cwd)).toEqual(["events.md"]);
  });
});
