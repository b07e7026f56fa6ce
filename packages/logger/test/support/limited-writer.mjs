// Issues numbered events until three are refused, reports, waits for a line on standard input, and starts again.
// When standard input ends, it issues ten more events and reports for the last time.
import { readSync, writeSync } from "node:fs";
import { catalogue, RunnerStart } from "@metric-events/core";
import { EventLogger, IssueMetricEventError } from "@metric-events/logger";

const logger = new EventLogger({ catalogue, path: process.argv[2] });
let sequence = 0;

function issueUntil(isEnough) {
  const report = { accepted: [], rejected: [], codes: [] };
  while (!isEnough(report)) {
    const event = RunnerStart({
      flavor: "limited",
      workflow: String(sequence),
      repo: `canonical/${"x".repeat((sequence * 37) % 400)}`,
      github_event: "push",
      idle: 1.5,
    });
    try {
      logger.issue(event);
      report.accepted.push(sequence);
    } catch (error) {
      if (!(error instanceof IssueMetricEventError)) throw error;
      report.rejected.push(sequence);
      report.codes.push(error.code);
    }
    sequence++;
  }
  writeSync(1, `${JSON.stringify(report)}\n`);
}

const byte = new Uint8Array(1);
do issueUntil((report) => report.rejected.length === 3);
while (readSync(0, byte, 0, 1, null) === 1);
issueUntil((report) => report.accepted.length === 10);
