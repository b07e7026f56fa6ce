import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { InvalidEventError, type MetricEvent } from "@metric-events/core";
import { temporaryFolder } from "@metric-events/test-support";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DEFAULT_METRICS_LOG_PATH, issueEvent, metricsLogPath } from "../src/index.js";
import { installed, installedLine, reconciled } from "./support/events.js";

describe("issueEvent", () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder();
    vi.stubEnv("METRICS_LOG_PATH", join(folder, "metrics.log"));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it("appends one line of JSON per event, in schema order", () => {
    issueEvent(installed);
    issueEvent(reconciled);
    expect(readFileSync(join(folder, "metrics.log"), "utf8")).toBe(
      `${installedLine}\n` +
        '{"timestamp":1700000001,"event":"reconciliation","flavor":"größe-🚀","crashed_runners":0,"idle_runners":3,"duration":0.5}\n',
    );
  });

  it("reads METRICS_LOG_PATH at each call, and holds one file open", () => {
    const paths = ["a.log", "b.log", "a.log"].map((name) => join(folder, name));
    for (const path of paths) {
      vi.stubEnv("METRICS_LOG_PATH", path);
      issueEvent(installed);
    }
    expect(readFileSync(join(folder, "a.log"), "utf8")).toBe(`${installedLine}\n`.repeat(2));
    expect(readFileSync(join(folder, "b.log"), "utf8")).toBe(`${installedLine}\n`);
    expect(openFiles().filter((file) => file.startsWith(folder))).toEqual([join(folder, "a.log")]);
  });

  it.each([undefined, ""])("uses the default path when METRICS_LOG_PATH is %o", (value) => {
    vi.stubEnv("METRICS_LOG_PATH", value);
    expect(metricsLogPath()).toBe(DEFAULT_METRICS_LOG_PATH);
    expect(DEFAULT_METRICS_LOG_PATH).toBe("/var/log/github-runner-metrics.log");
  });

  it.each<[string, unknown]>([
    ["an undeclared field", { ...installed, flavour: "small" }],
    ["a missing field", { timestamp: 1, event: "runner_installed", flavor: "small" }],
    ["an unknown event", { timestamp: 1, event: "runner_exploded" }],
    ["no object", "runner_installed"],
    ["null", null],
    ["NaN", { ...installed, duration: Number.NaN }],
  ])("throws InvalidEventError for %s, and writes nothing", (_, event) => {
    expect(() => issueEvent(event as MetricEvent)).toThrow(InvalidEventError);
    expect(readdirSync(folder)).toEqual([]);
  });
});

function openFiles(): string[] {
  return readdirSync("/proc/self/fd").flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)];
    } catch {
      return [];
    }
  });
}
