// Issues events while it is deprived of something again and again:
// deprived-writer.mjs <path> <what: read-only-file, read-only-folder or descriptors> <how many events>
// Prints as JSON which events were accepted, how many were refused and with which codes, and whether one was refused for no reason.
import { chmodSync, closeSync, openSync, renameSync } from "node:fs";
import { dirname } from "node:path";
import { catalogue, RunnerStart } from "@metric-events/core";
import { EventLogger, IssueMetricEventError } from "@metric-events/logger";

const [path, deprivation, count] = process.argv.slice(2);
// Root may do everything; the user "nobody" may only do what the test allows.
if (process.getuid() === 0) {
  process.setgid(65534);
  process.setuid(65534);
}
const logger = new EventLogger({ catalogue, path, checkPath: "always" });
const report = { accepted: [], refusedCount: 0, codes: [], messages: [], isRefusedInVain: false };
let sequence = 0;
const roundCount = 40;

function issue() {
  const fields = { flavor: "deprived", workflow: String(sequence), repo: "a/b", github_event: "push", idle: 1.5 };
  try {
    logger.issue(RunnerStart(fields));
    report.accepted.push(sequence);
    return true;
  } catch (error) {
    if (!(error instanceof IssueMetricEventError)) throw error;
    report.refusedCount++;
    if (!report.codes.includes(error.code)) {
      report.codes.push(error.code);
      report.messages.push(error.message);
    }
    return false;
  } finally {
    sequence++;
  }
}

const descriptors = [];
const deprivations = {
  "read-only-file": { begin: () => chmodSync(path, 0o444), end: () => chmodSync(path, 0o644) },
  "read-only-folder": {
    begin(round) {
      // The log is missing and cannot be created again.
      renameSync(path, `${path}.${roundCount - round}`);
      chmodSync(dirname(path), 0o555);
    },
    end: () => chmodSync(dirname(path), 0o755),
  },
  descriptors: {
    begin() {
      try {
        for (;;) descriptors.push(openSync("/dev/null", "r"));
      } catch (error) {
        if (error.code !== "EMFILE") throw error;
      }
    },
    end() {
      for (const fd of descriptors.splice(0)) closeSync(fd);
    },
  },
};

const { begin, end } = deprivations[deprivation];
const perRound = Math.ceil(Number(count) / roundCount);
const deprivedPerRound = Math.ceil(perRound / 10);
for (let round = 0; round < roundCount; round++) {
  for (let index = 0; index < perRound - deprivedPerRound; index++) if (!issue()) report.isRefusedInVain = true;
  // While it holds the log open, it would go on logging.
  logger.reopen();
  begin(round);
  for (let index = 0; index < deprivedPerRound; index++) issue();
  end();
}
if (!issue()) report.isRefusedInVain = true;
logger.close();
console.log(JSON.stringify(report));
