import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { readRegularFile, readTextFile, systemReason } from "../src/index.js";

describe("a file that somebody else put there", () => {
  it("is read as it is, up to a limit", () => {
    const file = join(temporaryFolder(), "a.json");
    writeFileSync(file, "\ufeff{}\n");
    expect(readTextFile(file)).toBe("\ufeff{}\n");
    expect(readRegularFile(file, 6)).toHaveLength(6);
    expect(reasonOf(() => readRegularFile(file, 5))).toContain("received 6 bytes");
  });

  it("has no size in /proc, and is bounded all the same", () => {
    if (process.platform !== "linux") return;
    expect(readTextFile("/proc/self/status")).toContain("Pid:");
    expect(reasonOf(() => readTextFile("/proc/self/status", 100))).toContain("received more");
  });

  it.each([
    ["a FIFO", (file: string) => execFileSync("mkfifo", [file]), "it is not a regular file"],
    ["a link to a device", (file: string) => symlinkSync("/dev/zero", file), "it is not a regular file"],
    ["a directory", (file: string) => mkdirSync(file), "it is a directory, not a file"],
    ["nothing", () => undefined, "no such file or directory"],
    ["too large", (file: string) => large(file), "expected at most 16 MiB, received 17825792 bytes"],
    [
      "Latin-1",
      (file: string) => writeFileSync(file, Buffer.from("{\n  b\xff", "latin1")),
      "it is not UTF-8: received the byte 0xff at line 2, character 4",
    ],
    [
      "UTF-16",
      (file: string) => writeFileSync(file, Buffer.from("\ufeff{}", "utf16le")),
      "it is not UTF-8: received UTF-16",
    ],
  ])("is not read where it is %s; the error names it", (_, make, reason) => {
    const file = join(temporaryFolder(), "a.json");
    make(file);
    expect(reasonOf(() => readTextFile(file))).toBe(reason);
    expect(() => readTextFile(file)).toThrow(file);
  });
});

function large(file: string): void {
  writeFileSync(file, "");
  truncateSync(file, 17 * 1024 * 1024);
}

function reasonOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    return systemReason(error);
  }
  return "";
}
