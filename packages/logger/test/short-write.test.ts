import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { nodeFileSystem } from "../src/file-system.js";
import { IssueMetricEventError } from "../src/index.js";
import { numbered } from "./support/events.js";
import { FullDisk, faulty, systemError } from "./support/faulty-file-system.js";
import { linesOf } from "./support/read-log.js";
import { runnerLogger } from "./support/runner-logger.js";
import { range } from "./support/start-writer.js";

const lineBytes = Buffer.byteLength(`${JSON.stringify(numbered("a", 1))}\n`);

/** Bytes that still fit when the second event is issued; with one more, nothing would fail. */
const byteCounts = range(0, lineBytes);

interface Fault {
  readonly tail: "whole" | "torn by a predecessor";
  readonly errno: "ENOSPC" | "EIO" | "EFBIG" | "EDQUOT";
}

const faults: readonly Fault[] = [
  { tail: "whole", errno: "ENOSPC" },
  { tail: "whole", errno: "EIO" },
  { tail: "torn by a predecessor", errno: "ENOSPC" },
  { tail: "torn by a predecessor", errno: "EFBIG" },
  { tail: "whole", errno: "EDQUOT" },
];

describe("a short write before an error", () => {
  it.each(faults)("at every byte of a line ($errno, tail $tail) leaves what was accepted, and only that", (fault) => {
    const folder = temporaryFolder();
    let acceptedAfterFault = 0;
    for (const freeBytes of fault.tail === "whole" ? byteCounts : range(0, lineBytes + 1)) {
      const path = join(folder, `${freeBytes}.log`);
      writeFileSync(path, fault.tail === "whole" ? "" : '{"timestamp":17');
      const disk = new FullDisk(fault.errno);
      const logger = runnerLogger({ path }, disk.fileSystem);
      const accepted: number[] = [];
      const issue = (sequence: number): void => {
        try {
          logger.issue(numbered("a", sequence));
          accepted.push(sequence);
        } catch (error) {
          if (!(error instanceof IssueMetricEventError)) throw error;
          expect(error.message).toContain(`(${fault.errno})`);
        }
      };

      if (fault.tail === "whole") issue(0);
      disk.setFreeBytes(freeBytes);
      issue(1);
      if (accepted.includes(1)) acceptedAfterFault++;
      issue(2);
      issue(3);
      disk.setFreeBytes(Number.POSITIVE_INFINITY);
      issue(4);
      issue(5);
      logger.close();

      const whole = linesOf(path).flatMap(wholeSequence);
      expect(whole, `${freeBytes} bytes were free`).toEqual(accepted);
      expect(accepted.slice(-2)).toEqual([4, 5]);
      expect(linesOf(path)).not.toContain("");
    }
    // Only the one that lacked just its line end.
    expect(acceptedAfterFault).toBe(1);
  });

  it("reports how many bytes of the line were written", () => {
    const path = join(temporaryFolder(), "metrics.log");
    const disk = new FullDisk();
    const logger = runnerLogger({ path }, disk.fileSystem);
    disk.setFreeBytes(57);
    expect(() => logger.issue(numbered("a", 1))).toThrow(
      `Cannot log runner_start to ${path}: no space left on device (ENOSPC) after 57 of ${lineBytes} bytes. ` +
        "Free space on its file system, or raise the quota; events are logged again after that.",
    );
    logger.close();
  });

  it("ends the torn line at once when there is space for one more byte", () => {
    const path = join(temporaryFolder(), "metrics.log");
    let writeCount = 0;
    const logger = runnerLogger(
      { path },
      faulty({
        write: (fd, bytes, start, end) => {
          writeCount++;
          if (writeCount === 1) return nodeFileSystem.write(fd, bytes, start, start + 20);
          if (writeCount === 2) throw systemError("EIO");
          return nodeFileSystem.write(fd, bytes, start, end);
        },
      }),
    );
    expect(() => logger.issue(numbered("a", 1))).toThrow(IssueMetricEventError);
    // Another process that does not know of the torn line.
    writeFileSync(path, `${JSON.stringify(numbered("b", 1))}\n`, { flag: "a" });
    expect(linesOf(path).flatMap(wholeSequence)).toEqual([1]);
    expect(linesOf(path).length).toBe(2);
    logger.close();
  });
});

describe("a short write without an error", () => {
  it("is completed, whatever its length", () => {
    const folder = temporaryFolder();
    for (const stepBytes of [1, 2, 50, lineBytes - 1, lineBytes]) {
      const path = join(folder, `${stepBytes}.log`);
      const logger = runnerLogger(
        { path },
        faulty({
          write: (fd, bytes, start, end) => nodeFileSystem.write(fd, bytes, start, Math.min(end, start + stepBytes)),
        }),
      );
      logger.issue(numbered("a", 1));
      logger.issue(numbered("a", 2));
      logger.close();
      expect(linesOf(path).flatMap(wholeSequence)).toEqual([1, 2]);
    }
  });
});

describe("a write that is interrupted", () => {
  it.each(["EINTR", "EAGAIN"] as const)("by %s is tried again", (errno) => {
    const path = join(temporaryFolder(), "metrics.log");
    let failuresLeft = 3;
    const logger = runnerLogger(
      { path },
      faulty({
        write: (fd, bytes, start, end) => {
          if (failuresLeft-- > 0) throw systemError(errno);
          return nodeFileSystem.write(fd, bytes, start, end);
        },
      }),
    );
    logger.issue(numbered("a", 1));
    logger.close();
    expect(linesOf(path).flatMap(wholeSequence)).toEqual([1]);
  });

  it.each<[string, string, () => number]>([
    ["EINTR again and again", "interrupted system call (EINTR)", () => fail("EINTR")],
    ["EAGAIN again and again", "resource temporarily unavailable (EAGAIN)", () => fail("EAGAIN")],
    ["no byte being accepted", "write(2) accepts no bytes", () => 0],
  ])("is given up for %s", (_, why, write) => {
    const path = join(temporaryFolder(), "metrics.log");
    let writeCount = 0;
    let sleptMs = 0;
    const logger = runnerLogger(
      { path },
      faulty({
        write: () => {
          writeCount++;
          return write();
        },
        sleep: (durationMs) => {
          sleptMs += durationMs;
        },
      }),
    );
    expect(() => logger.issue(numbered("a", 1))).toThrow(why);
    logger.close();
    expect(writeCount).toBeLessThan(20);
    expect(sleptMs).toBeLessThan(150);
  });
});

function fail(errno: "EINTR" | "EAGAIN"): never {
  throw systemError(errno);
}

function wholeSequence(line: string): number[] {
  try {
    return [Number(JSON.parse(line).workflow)];
  } catch {
    return [];
  }
}
