import { readFileSync } from "node:fs";
import { join } from "node:path";
import { catalogue, type MetricEvent, Reconciliation, RunnerInstalled } from "@metric-events/core";
import { createCatalogue, type Event } from "@metric-events/runtime";
import { temporaryFolder } from "@metric-events/test-support";
import { afterEach, describe, expect, it, vi } from "vitest";
import { EventLogger, issueEvent } from "../src/index.js";

afterEach(() => vi.unstubAllEnvs());

function installed(more: object = {}): MetricEvent {
  return RunnerInstalled({ timestamp: 1, flavor: "small", duration: 2, ...more });
}

const plain = '{"timestamp":1,"event":"runner_installed","flavor":"small","duration":2}\n';
const named = '{"timestamp":1,"event":"runner_installed","host":"web-1","flavor":"small","duration":2}\n';

function logged(options: object, issue: (logger: EventLogger<MetricEvent>) => void): string {
  const path = join(temporaryFolder(), "metrics.log");
  using logger = new EventLogger({ path, catalogue, ...options });
  issue(logger);
  logger.flush();
  return readFileSync(path, "utf8");
}

describe("a logger names its host", () => {
  it("only when it is told", () => {
    expect(logged({}, (logger) => logger.issue(installed()))).toBe(plain);
    expect(logged({ host: "web-1" }, (logger) => logger.issue(installed()))).toBe(named);
    vi.stubEnv("METRICS_HOST", "web-1");
    expect(logged({}, (logger) => logger.issue(installed()))).toBe(named);
    expect(logged({ host: "web-2" }, (logger) => logger.issue(installed()))).toBe(named.replace("web-1", "web-2"));
    vi.stubEnv("METRICS_HOST", "");
    expect(logged({}, (logger) => logger.issue(installed()))).toBe(plain);
  });

  it("in every way of issuing events", () => {
    const text = logged({ host: "web-1" }, (logger) => {
      logger.issueAll([installed(), installed()]);
      void logger.issueSoon(installed());
    });
    expect(text).toBe(named.repeat(3));
  });

  it("unless the event names another", () => {
    const text = logged({ host: "web-1" }, (logger) => logger.issue(installed({ host: "web-9" })));
    expect(text).toBe(named.replace("web-1", "web-9"));
  });

  it("without changing the event, and reading each value once", () => {
    const event = installed();
    let reads = 0;
    const counting = Object.defineProperty({ ...event }, "flavor", {
      enumerable: true,
      get: () => `flavor ${++reads}`,
    });
    const text = logged({ host: "web-1" }, (logger) => {
      logger.issue(event);
      logger.issue(counting);
    });
    expect(text).toBe(named + named.replace("small", "flavor 1"));
    expect(event).not.toHaveProperty("host");
  });

  it("for issueEvent by METRICS_HOST, read at each call", () => {
    const path = join(temporaryFolder(), "metrics.log");
    vi.stubEnv("METRICS_LOG_PATH", path);
    issueEvent(installed());
    vi.stubEnv("METRICS_HOST", "web-1");
    issueEvent(installed());
    expect(readFileSync(path, "utf8")).toBe(plain + named);
  });

  it("and says what is wrong with events as without it", () => {
    for (const wrong of [null, 7, [], "x", { ...installed(), duration: -1 }, { event: "nothing" }]) {
      const messages = [{}, { host: "web-1" }].map((options) => {
        const path = join(temporaryFolder(), "metrics.log");
        using logger = new EventLogger({ path, catalogue, ...options });
        let message = "";
        try {
          logger.issue(wrong as unknown as MetricEvent);
        } catch (error) {
          message = String(error);
        }
        return message;
      });
      expect(messages[0]).not.toBe("");
      expect(messages[1]).toBe(messages[0]);
    }
  });

  it("is refused where no event has a field for it, but not for METRICS_HOST", () => {
    const fields = Reconciliation.fields.filter(({ origin }) => origin === undefined);
    const hostless = createCatalogue<Event>([Object.assign(() => {}, Reconciliation, { fields })]);
    expect(() => new EventLogger({ catalogue: hostless, host: "web-1" })).toThrow('mark one by "origin": "host"');
    expect(() => new EventLogger({ catalogue, host: "" })).toThrow("host is ''");
    vi.stubEnv("METRICS_HOST", "web-1");
    expect(() => new EventLogger({ catalogue: hostless })).not.toThrow();
  });
});
