import { spawnSync } from "node:child_process";
import { closeSync, openSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "@metric-events/test-support";
import { beforeEach, describe, expect, it } from "vitest";
import { linesOf } from "./support/read-log.js";

const program = fileURLToPath(new URL("support/printing-writer.mjs", import.meta.url));

describe.skipIf(process.platform !== "linux")("a log that the process also prints to", () => {
  let file: string;
  beforeEach(() => {
    file = join(temporaryFolder(), "out.log");
    writeFileSync(file, "");
  });

  /** Runs the program with a descriptor that is the file, opened in a mode of fopen(3). Returns what it reported. */
  function run(path: string, flags: string, descriptor = 1): string {
    const fd = openSync(file, flags);
    const stdio = Array.from({ length: Math.max(3, descriptor + 1) }, (_, index) => {
      if (index === descriptor) return fd;
      return index === 2 ? "pipe" : "ignore";
    });
    const prints = flags === "r" ? "1" : String(descriptor);
    const { stderr } = spawnSync(process.execPath, [program, path, prints], {
      stdio: stdio as never,
      encoding: "utf8",
    });
    closeSync(fd);
    return stderr;
  }

  const printed = ["printed 0", "printed 1", "printed 2", "printed 3", "printed 4"];
  const link = (): string => {
    symlinkSync("/dev/stdout", `${file}.link`);
    return `${file}.link`;
  };

  const refused: readonly [string, () => string, number, string][] = [
    ["/dev/stdout", () => "/dev/stdout", 1, "standard output"],
    ["/proc/self/fd/1", () => "/proc/self/fd/1", 1, "standard output"],
    ["a link to /dev/stdout", link, 1, "standard output"],
    ["the name of the file", () => file, 1, "standard output"],
    ["/dev/fd/3", () => "/dev/fd/3", 3, "/proc/"],
    ["/dev/stdin, opened for writing", () => "/dev/stdin", 0, "standard input"],
  ];

  it.each(refused)("is refused, with the reason, without append mode: %s", (_, pathOf, descriptor, name) => {
    const path = pathOf();
    const reported = run(path, "w", descriptor);
    expect(reported).toContain(`not-appending: Cannot log runner_installed to ${path}: it is also open as ${name}`);
    expect(reported).toMatch(
      / without append mode, so that output there would overwrite events\. Redirect with >> instead of >, or choose another path \(METRICS_LOG_PATH\)\.$/,
    );
    expect(linesOf(file)).toEqual(printed);
  });

  it.each(refused)("holds all events and all output in append mode: %s", (_, pathOf, descriptor) => {
    expect(run(pathOf(), "a", descriptor)).toBe("");
    const lines = linesOf(file);
    expect(lines.filter((line) => line.startsWith("printed"))).toEqual(printed);
    expect(lines.filter((line) => line.startsWith('{"timestamp"'))).toHaveLength(5);
    expect(lines).toHaveLength(10);
  });

  it("may be open for reading", () => {
    expect(run(file, "r", 0)).toBe("");
    expect(linesOf(file)).toHaveLength(5);
  });
});
