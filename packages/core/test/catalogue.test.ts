import { createCatalogue } from "@metric-events/runtime";
import { describe, expect, it } from "vitest";
import {
  catalogue,
  eventNames,
  InvalidEventError,
  isMetricEvent,
  isRunnerInstalled,
  parseEvent,
  RunnerInstalled,
} from "../src/index.js";

const line =
  '{"timestamp": 1719900000.0, "event": "runner_installed", "flavor": "small", "duration": 42, "added_later": [1]}';

function messageOf(text: string): string {
  try {
    parseEvent(text);
  } catch (error) {
    if (error instanceof InvalidEventError) return error.message;
    throw error;
  }
  return "no error";
}

describe("the catalogue", () => {
  it("refuses a line that is nested too deeply before it is parsed, which would take gigabytes", () => {
    expect(messageOf("[".repeat(1_000_000))).toContain(
      "expected at most 10000 nested objects and arrays, received more",
    );
  });

  it("lists its events by name", () => {
    expect(eventNames).toEqual(
      expect.arrayContaining(["reconciliation", "runner_installed", "runner_start", "runner_stop"]),
    );
    expect(eventNames).toEqual(eventNames.toSorted());
    expect(catalogue.eventNames).toEqual(eventNames);
    expect(catalogue.get("runner_installed")).toBe(RunnerInstalled);
    expect(catalogue.get("constructor")).toBeUndefined();
  });

  it("says what tools need to know about each field", () => {
    const fields = catalogue.get("reconciliation")?.fields ?? [];
    expect(fields.map(({ name, kind, unit, required }) => [name, kind, unit, required])).toEqual([
      ["timestamp", "identifier", "s", true],
      ["event", "identifier", undefined, true],
      ["host", "dimension", undefined, false],
      ["flavor", "dimension", undefined, true],
      ["crashed_runners", "count", "{runner}", true],
      ["idle_runners", "count", "{runner}", true],
      ["active_runners", "count", "{runner}", false],
      ["expected_runners", "count", "{runner}", false],
      ["duration", "measure", "s", true],
    ]);
    for (const { fields: all } of catalogue.definitions) {
      for (const field of all) expect(field.description.length).toBeGreaterThan(field.name.length + 10);
    }
  });

  it("reads what a newer writer added, and refuses to write it", () => {
    const event: unknown = JSON.parse(line);
    expect(isMetricEvent(event)).toBe(true);
    expect(isRunnerInstalled(event)).toBe(true);
    expect(catalogue.is(event, "writer")).toBe(false);
    expect(catalogue.check(event, "reader")).toEqual([]);
    expect(catalogue.check(event, "writer")).toEqual([
      { code: "undeclared", pointer: "/added_later", expected: "a declared field", received: "an array of 1" },
    ]);
    expect(parseEvent(line)).toEqual(event);
  });

  it("says what is wrong with a line", () => {
    expect(messageOf('{"event":')).toBe(
      'not an event of the catalogue:\n  expected a JSON object, received "{\\"event\\":"',
    );
    expect(messageOf("[]")).toBe("not an event of the catalogue:\n  expected an object, received an empty array");
    expect(messageOf("{}")).toContain("/event: expected one of");
    expect(messageOf('{"event": "runer_start"}')).toContain('did you mean "runner_start"?');
    expect(messageOf('{"event": "__proto__"}')).toContain('received "__proto__"');
    expect(messageOf('{"event": "runner_installed", "timestamp": 1}')).toBe(
      "not a valid runner_installed event:\n  /flavor: expected string, received nothing\n  /duration: expected number ≥ 0, received nothing",
    );
  });

  it("refuses two events of the same name", () => {
    expect(() => createCatalogue([RunnerInstalled, RunnerInstalled])).toThrow("same name");
  });
});
