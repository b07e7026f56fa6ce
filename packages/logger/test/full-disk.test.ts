// oxlint-disable no-await-in-loop -- One thing after the other is what is tried here.

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { on } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { bound, hasTool, printedSeed, seededRandom, temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it, onTestFinished } from "vitest";
import { faultEvents } from "./support/fault-events.js";
import { firstDifference } from "./support/first-difference.js";
import { longTest } from "./support/limits.js";
import { linesOf, readLog } from "./support/read-log.js";

const writerPath = fileURLToPath(new URL("support/limited-writer.mjs", import.meta.url));
const roundCount = 150;

/** Bytes from one limit of the file to the next: mostly few, so that limits are met in all parts of a line. */
function stepBytes(random: () => number): number {
  const maxBytes = random() < 0.8 ? 900 : 2_500_000 * (faultEvents() / 100_000);
  return 1 + Math.floor(random() * maxBytes);
}

interface Report {
  readonly accepted: readonly number[];
  readonly rejected: readonly number[];
  readonly codes: readonly string[];
}

describe.skipIf(!hasTool("prlimit", "util-linux"))("a file that may not grow (RLIMIT_FSIZE)", () => {
  it("holds exactly the accepted events whenever it may grow again", longTest, async () => {
    const random = seededRandom(printedSeed("full disk"));
    const path = join(temporaryFolder(), "metrics.log");
    let limitBytes = 1000;
    // Node ignores SIGXFSZ, so write(2) first writes what fits and then fails with EFBIG.
    const writer = spawn(...bound("prlimit", [`--fsize=${limitBytes}:unlimited`, process.execPath, writerPath, path]), {
      stdio: ["pipe", "pipe", "inherit"],
    });
    onTestFinished(() => {
      writer.kill("SIGKILL");
    });
    const reports = reportsOf(writer);
    const accepted: number[] = [];
    let rejectedCount = 0;
    for (let round = 0; round < roundCount || accepted.length < faultEvents(); round++) {
      if (round > 0) {
        limitBytes += stepBytes(random);
        raiseLimit(writer, String(limitBytes));
        writer.stdin?.write("\n");
      }
      const report = await nextReport(reports);
      accepted.push(...report.accepted);
      rejectedCount += report.rejected.length;
      expect(new Set(report.codes)).toEqual(new Set(["file-too-large"]));
    }
    raiseLimit(writer, "unlimited");
    writer.stdin?.end();
    const last = await nextReport(reports);
    accepted.push(...last.accepted);

    const { sequences, torn, emptyLineCount } = readLog(path);
    expect(firstDifference(sequences.get("limited") ?? [], accepted)).toBeUndefined();
    expect(accepted.length).toBeGreaterThanOrEqual(faultEvents());
    expect(last.rejected).toEqual([]);
    expect(emptyLineCount).toBe(0);
    expect(linesOf(path).length).toBe(accepted.length + torn.length);
    expect(torn.length).toBeGreaterThan(roundCount / 4);
    console.log(`full disk: ${accepted.length} accepted, ${rejectedCount} refused, ${torn.length} torn lines ended`);
  });
});

function raiseLimit(writer: ChildProcess, limit: string): void {
  execFileSync("prlimit", ["--pid", String(writer.pid), `--fsize=${limit}:unlimited`]);
}

async function nextReport(reports: AsyncGenerator<Report, void>): Promise<Report> {
  const { value } = await reports.next();
  if (value === undefined) throw new Error("the writer ended before its time");
  return value;
}

async function* reportsOf(writer: ChildProcess): AsyncGenerator<Report, void> {
  if (writer.stdout === null) return;
  for await (const [line] of on(createInterface(writer.stdout), "line", { close: ["close"] })) {
    yield JSON.parse(line);
  }
}
