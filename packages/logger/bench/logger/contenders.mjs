// The contenders. Each has a function that logs the events of a round, and returns when all are where it promises them to be.
import { appendFileSync, createWriteStream } from "node:fs";
import { catalogue, RunnerStart } from "@metric-events/core";
import { EventLogger } from "@metric-events/logger";

const fields = Array.from({ length: 4096 }, (_, index) => ({
  flavor: "large-arm64",
  workflow: "CI / unit tests",
  repo: "acme/widgets",
  github_event: "pull_request",
  idle: 300 + index / 16,
}));
const events = fields.map((own, index) => RunnerStart({ ...own, timestamp: 1719900000 + index * 7.125 }));
/** Without a timestamp, since the other loggers add one of their own. */
const records = fields.map((own) => ({ event: "runner_start", ...own }));

const at = (list, index) => list[index & 4095];

/** Calls `log(list)` for groups of events. */
function inGroups(size, log) {
  return async (count) => {
    for (let start = 0; start < count; start += size) {
      const group = Array.from({ length: Math.min(size, count - start) }, (_, index) => at(events, start + index));
      // oxlint-disable-next-line no-await-in-loop -- The groups follow each other.
      await log(group);
    }
  };
}

function each(log) {
  return (count) => {
    for (let index = 0; index < count; index++) log(index);
  };
}

/** Creates contenders by name. `path` is the file to log to. */
export const contenders = {
  issue(path) {
    const logger = new EventLogger({ path, catalogue });
    return each((index) => logger.issue(at(events, index)));
  },
  "issue, checkPath always"(path) {
    const logger = new EventLogger({ path, catalogue, checkPath: "always" });
    return each((index) => logger.issue(at(events, index)));
  },
  "construct and issue"(path) {
    const logger = new EventLogger({ path, catalogue });
    return each((index) => logger.issue(RunnerStart(at(fields, index))));
  },
  "issueAll of 16"(path) {
    const logger = new EventLogger({ path, catalogue });
    return inGroups(16, (group) => logger.issueAll(group));
  },
  "issueAll of 64"(path) {
    const logger = new EventLogger({ path, catalogue });
    return inGroups(64, (group) => logger.issueAll(group));
  },
  "issueSoon, 64 awaited"(path) {
    const logger = new EventLogger({ path, catalogue });
    return inGroups(64, (group) => Promise.all(group.map((event) => logger.issueSoon(event))));
  },
  "issue, disk"(path) {
    const logger = new EventLogger({ path, catalogue, durability: "disk" });
    return each((index) => logger.issue(at(events, index)));
  },
  "issueSoon, disk, 64 awaited"(path) {
    const logger = new EventLogger({ path, catalogue, durability: "disk" });
    return inGroups(64, (group) => Promise.all(group.map((event) => logger.issueSoon(event))));
  },
  "validation alone"() {
    let validCount = 0;
    return each((index) => {
      if (RunnerStart.isReadable(at(events, index))) validCount++;
      else throw new Error(`not valid after ${validCount}`);
    });
  },
  async "pino sync"(path) {
    const { default: pino } = await import("pino");
    const logger = pino({ base: undefined }, pino.destination({ dest: path, sync: true }));
    return each((index) => logger.info(at(records, index)));
  },
  async "pino async, minLength 4096"(path) {
    const { default: pino } = await import("pino");
    const destination = pino.destination({ dest: path, sync: false, minLength: 4096 });
    const logger = pino({ base: undefined }, destination);
    return (count) => {
      for (let index = 0; index < count; index++) logger.info(at(records, index));
      return new Promise((resolve, reject) => destination.flush((error) => (error ? reject(error) : resolve())));
    };
  },
  async "sonic-boom sync"(path) {
    const { default: SonicBoom } = await import("sonic-boom");
    const stream = new SonicBoom({ dest: path, sync: true });
    return each((index) => stream.write(`${JSON.stringify(at(events, index))}\n`));
  },
  async winston(path) {
    const { default: winston } = await import("winston");
    const transport = new winston.transports.File({ filename: path });
    const logger = winston.createLogger({ format: winston.format.json(), transports: [transport] });
    return (count) =>
      new Promise((resolve) => {
        let loggedCount = 0;
        const onLogged = () => {
          if (++loggedCount < count) return;
          transport.off("logged", onLogged);
          resolve();
        };
        transport.on("logged", onLogged);
        for (let index = 0; index < count; index++) logger.info(at(records, index));
      });
  },
  async bunyan(path) {
    const { default: bunyan } = await import("bunyan");
    const stream = createWriteStream(path, { flags: "a" });
    const logger = bunyan.createLogger({ name: "bench", streams: [{ stream }] });
    return (count) => {
      for (let index = 0; index < count; index++) logger.info(at(records, index));
      return new Promise((resolve) => stream.write("", resolve));
    };
  },
  appendFileSync(path) {
    return each((index) => appendFileSync(path, `${JSON.stringify(at(events, index))}\n`));
  },
};
