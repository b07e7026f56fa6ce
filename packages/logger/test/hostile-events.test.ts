import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { catalogue, InvalidEventError, type MetricEvent } from "@metric-events/core";
import { printedSeed, seededRandom, temporaryFolder } from "@metric-events/test-support";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { installed, installedLine } from "./support/events.js";
import { faultEvents } from "./support/fault-events.js";
import { longTest } from "./support/limits.js";
import { linesOf } from "./support/read-log.js";
import { type RunnerLogger, runnerLogger } from "./support/runner-logger.js";
import { range } from "./support/start-writer.js";

/** What JavaScript can pass whatever the types say. */
type Hostile = () => unknown;

const ways: readonly [string, (logger: RunnerLogger, event: MetricEvent) => void | Promise<void>][] = [
  ["issue", (logger, event) => logger.issue(event)],
  ["issueAll", (logger, event) => logger.issueAll([event])],
  ["issueSoon", (logger, event) => logger.issueSoon(event)],
];

/** Returns one value after the other. */
function changing(name: string, values: readonly unknown[]): object {
  let reads = 0;
  return Object.defineProperty({ ...installed }, name, {
    enumerable: true,
    get: () => values[Math.min(reads++, values.length - 1)],
  });
}

const logged: readonly [string, Hostile, string][] = [
  ["a getter that is honest once", () => changing("duration", [12.5, -7]), installedLine],
  ["no prototype", () => Object.assign(Object.create(null), installed), installedLine],
  ["a frozen object", () => Object.freeze({ ...installed }), installedLine],
  [
    "another order",
    () => ({ duration: 12.5, flavor: "small", event: "runner_installed", timestamp: 1700000000.25 }),
    installedLine,
  ],
  ["-0", () => ({ ...installed, duration: -0 }), installedLine.replace("12.5", "0")],
  ["1e21", () => ({ ...installed, duration: 1e21 }), installedLine.replace("12.5", "1e+21")],
  ["5e-324", () => ({ ...installed, duration: 5e-324 }), installedLine.replace("12.5", "5e-324")],
  ["2^53 + 2", () => ({ ...installed, duration: 2 ** 53 + 2 }), installedLine.replace("12.5", "9007199254740994")],
  ["a lone surrogate", () => ({ ...installed, flavor: "a\ud800" }), installedLine.replace("small", "a\\ud800")],
  ["U+2028 and a line feed", () => ({ ...installed, flavor: "\u2028\n" }), installedLine.replace("small", "\u2028\\n")],
  ["NUL and DEL", () => ({ ...installed, flavor: "\0\x7f" }), installedLine.replace("small", "\\u0000\x7f")],
  ["an emoji", () => ({ ...installed, flavor: "🚀" }), installedLine.replace("small", "🚀")],
];

const refused: readonly [string, Hostile, string][] = [
  ["inherited properties", () => Object.create(installed), "/duration: expected number ≥ 0, received nothing"],
  ["an instance of the logged event", () => Object.create({ ...installed }), "/flavor: expected string"],
  [
    "toJSON",
    () => ({ ...installed, toJSON: () => ({ ...installed, duration: -1 }) }),
    "/toJSON: expected a JSON value",
  ],
  ["toJSON of a value", () => ({ ...installed, flavor: { toJSON: () => "small" } }), "/flavor: expected string"],
  ["NaN", () => ({ ...installed, duration: Number.NaN }), "/duration: expected number ≥ 0, received NaN"],
  ["Infinity", () => ({ ...installed, timestamp: Number.POSITIVE_INFINITY }), "/timestamp: expected number"],
  ["a boxed text", () => ({ ...installed, flavor: Object("small") }), "/flavor: expected string"],
  ["a hidden property", () => Object.defineProperty({ ...installed }, "flavor", { enumerable: false }), "/flavor: "],
];

describe("an event that is not what it seems", () => {
  let path: string;
  let logger: RunnerLogger;
  beforeEach(() => {
    path = join(temporaryFolder(), "metrics.log");
    logger = runnerLogger({ path });
    onTestFinished(() => logger.close());
  });

  it.each(logged)("is logged as it was validated: %s", async (_, hostile, line) => {
    // oxlint-disable-next-line no-await-in-loop -- One after the other.
    for (const [, issue] of ways) await issue(logger, hostile() as MetricEvent);
    expect(linesOf(path)).toEqual(ways.map(() => line));
    expect(readFileSync(path, "utf8")).toBe(`${line}\n`.repeat(ways.length));
  });

  it.each(refused)("is refused, and the next one is logged: %s", async (_, hostile, message) => {
    for (const [, issue] of ways) {
      // oxlint-disable-next-line no-await-in-loop -- One after the other.
      const thrown = await Promise.resolve()
        .then(() => issue(logger, hostile() as MetricEvent))
        .catch((error: unknown) => error);
      expect(thrown).toBeInstanceOf(InvalidEventError);
      expect(String(thrown)).toContain(message);
      logger.issue(installed);
    }
    expect(linesOf(path)).toEqual(ways.map(() => installedLine));
    expect(logger.counters).toMatchObject({ issued: ways.length, rejected: ways.length });
  });

  const lies = Object.keys(installed).flatMap((name) =>
    range(0, 5).map((honestReads) => ({ name, honestReads, truth: Reflect.get(installed, name) })),
  );

  it.each(lies)(
    "never is logged with a lie: $name, after $honestReads honest reads",
    ({ name, honestReads, truth }) => {
      const values = [...Array.from({ length: honestReads }, () => truth), -7];
      try {
        logger.issue(changing(name, values) as MetricEvent);
        expect(linesOf(path)).toEqual([installedLine]);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidEventError);
        expect(existsSync(path)).toBe(false);
      }
    },
  );

  it("never logs a line that is not an event, whatever getters return", longTest, () => {
    const random = seededRandom(printedSeed("hostile events"));
    const values: Readonly<Record<string, readonly unknown[]>> = {
      timestamp: [1.5, -1, "1", Number.NaN, undefined],
      event: ["runner_installed", "runner_installed", "runner_start", 5],
      flavor: ["small", "größe", "\ud800", 7, null],
      duration: [0, 12.5, -7, Number.POSITIVE_INFINITY, "2"],
    };
    const names = Object.keys(values);
    // Mostly valid values.
    const any = (list: readonly unknown[]): unknown => list[Math.floor(random() ** 4 * list.length)];
    let acceptedCount = 0;
    for (let count = 0; count < faultEvents(); count++) {
      const hostile = {};
      for (const name of names)
        Object.defineProperty(hostile, name, { enumerable: true, get: () => any(values[name] ?? []) });
      try {
        logger.issue(hostile as MetricEvent);
        acceptedCount++;
      } catch (error) {
        if (!(error instanceof InvalidEventError)) throw error;
      }
    }
    const lines = linesOf(path);
    expect(lines).toHaveLength(acceptedCount);
    expect(lines.filter((line) => !catalogue.is(JSON.parse(line), "writer"))).toEqual([]);
    expect(acceptedCount).toBeGreaterThan(faultEvents() / 20);
    expect(acceptedCount).toBeLessThan(faultEvents());
  });
});
