import { existsSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { createFile, makeFolder } from "../src/index.js";

describe("makeFolder", () => {
  it("makes what is missing, with its mode, and takes what is there", () => {
    const path = join(temporaryFolder(), "a", "b", "c");
    makeFolder(path, 0o700);
    makeFolder(path, 0o700);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(statSync(join(path, "..")).mode & 0o777).toBe(0o700);
  });

  it("refuses a file, what is below one, and a link to nothing", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "");
    symlinkSync("nothing", join(folder, "link"));
    expect(() => makeFolder(join(folder, "file"))).toThrow("EEXIST");
    expect(() => makeFolder(join(folder, "file", "a", "b"))).toThrow("ENOTDIR");
    expect(() => makeFolder(join(folder, "link"))).toThrow("EEXIST");
    expect(() => makeFolder(join(folder, "link", "a"))).toThrow("EEXIST");
  });

  it.skipIf(!existsSync("/proc/self"))("ends where no folder can be made (skipped without /proc)", () => {
    expect(() => makeFolder("/proc/nope")).toThrow("ENOENT");
    expect(() => makeFolder("/proc/nope/a/b")).toThrow("ENOENT");
    expect(() => createFile("/proc/nope/a/b.txt", "")).toThrow("ENOENT");
  });
});
