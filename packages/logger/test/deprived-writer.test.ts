import { execFileSync } from "node:child_process";
import { chownSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hasTool, temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import type { IssueMetricEventErrorCode } from "../src/index.js";
import { faultEvents } from "./support/fault-events.js";
import { firstDifference } from "./support/first-difference.js";
import { longTest } from "./support/limits.js";
import { readLog } from "./support/read-log.js";

const programPath = fileURLToPath(new URL("support/deprived-writer.mjs", import.meta.url));

interface Report {
  readonly accepted: readonly number[];
  readonly refusedCount: number;
  readonly codes: readonly string[];
  readonly messages: readonly string[];
  readonly isRefusedInVain: boolean;
}

const trials: readonly { what: string; code: IssueMetricEventErrorCode; why: string }[] = [
  {
    what: "read-only-file",
    code: "not-writable",
    why: "permission denied (EACCES). Allow this user to write the file",
  },
  {
    what: "read-only-folder",
    code: "not-writable",
    why: "permission denied (EACCES). Allow this user to write the file",
  },
  { what: "descriptors", code: "too-many-files", why: "too many open files (EMFILE). Close files, or raise the limit" },
];

describe.skipIf(!hasTool("prlimit", "util-linux"))("a process of an ordinary user that is deprived of", () => {
  it.each(trials)("$what again and again has logged what it accepted", longTest, ({ what, code, why }) => {
    const folder = temporaryFolder();
    const logs = join(folder, "logs");
    mkdirSync(logs);
    if (process.getuid?.() === 0) for (const path of [folder, logs]) chownSync(path, 65_534, 65_534);
    const path = join(logs, "metrics.log");
    const args = ["--nofile=64", process.execPath, programPath, path, what, String(faultEvents())];
    const report: Report = JSON.parse(execFileSync("prlimit", args, { encoding: "utf8", maxBuffer: 2 ** 30 }));
    expect(report.isRefusedInVain).toBe(false);
    expect(report.codes).toEqual([code]);
    expect(report.messages[0]).toContain(`Cannot log runner_start to ${path}: ${why}`);
    expect(report.refusedCount).toBeGreaterThan(faultEvents() / 20);
    expect(report.accepted.length + report.refusedCount).toBeGreaterThanOrEqual(faultEvents());
    expect(firstDifference(readLog(path).sequences.get("deprived") ?? [], report.accepted)).toBeUndefined();
    console.log(`${what}: ${report.accepted.length} accepted, 0 lost, ${report.refusedCount} refused`);
  });
});
