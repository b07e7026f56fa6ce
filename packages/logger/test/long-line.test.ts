import { join } from "node:path";
import { RunnerInstalled } from "@metric-events/core";
import { maxLineBytes } from "@metric-events/runtime";
import { temporaryFolder } from "@metric-events/test-support";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { IssueMetricEventError } from "../src/index.js";
import { errorOf } from "./support/error-of.js";
import { installed, installedLine } from "./support/events.js";
import { linesOf } from "./support/read-log.js";
import { type RunnerLogger, runnerLogger } from "./support/runner-logger.js";

const frame = '{"timestamp":1700000000.25,"event":"runner_installed","flavor":"","duration":12.5}'.length;

/** An event whose line has a number of bytes, without its line end; `é` has two. */
function eventOf(lineBytes: number): RunnerInstalled {
  const flavor = "é".repeat(Math.floor((lineBytes - frame) / 2)) + "x".repeat((lineBytes - frame) % 2);
  return RunnerInstalled({ timestamp: 1700000000.25, flavor, duration: 12.5 });
}

describe("a line that readers would skip", () => {
  let path: string;
  let logger: RunnerLogger;
  const reported: Error[] = [];
  beforeEach(() => {
    path = join(temporaryFolder(), "metrics.log");
    logger = runnerLogger({ path, onError: (error) => void reported.push(error) });
    onTestFinished(() => logger.close());
    reported.length = 0;
  });

  const tooLong = eventOf(maxLineBytes + 1);
  const message = (): string =>
    `Cannot log runner_installed to ${path}: its line has 16777217 bytes, and readers skip lines of more than ` +
    "16777216 bytes (16 MiB). Shorten the event, or log several events.";

  it.each<[string, () => void]>([
    ["issue", () => logger.issue(tooLong)],
    ["issueAll", () => logger.issueAll([installed, tooLong, installed])],
  ])("is refused by %s, which logs nothing, and the next event is logged", (_, issue) => {
    const error = errorOf(IssueMetricEventError, issue);
    expect(error).toMatchObject({ code: "line-too-long", path, event: tooLong, loggedCount: 0 });
    expect(error.message).toBe(message());
    logger.issue(installed);
    expect(linesOf(path)).toEqual([installedLine]);
    expect(logger.counters).toMatchObject({ issued: 1, pending: 0 });
    expect(reported).toEqual([]);
  });

  it("is refused by issueSoon, which logs the other events", async () => {
    const settled = await Promise.allSettled([installed, tooLong, installed].map((event) => logger.issueSoon(event)));
    expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(settled[1]).toMatchObject({ reason: { code: "line-too-long", message: message() } });
    expect(linesOf(path)).toEqual([installedLine, installedLine]);
    expect(logger.counters).toMatchObject({ issued: 2, rejected: 1, pending: 0 });
  });

  it("is one byte longer than the longest that is logged", () => {
    const longest = eventOf(maxLineBytes);
    logger.issue(longest);
    expect(linesOf(path).map((line) => Buffer.byteLength(line))).toEqual([maxLineBytes]);
  });
});
