import { describe, expect, it } from "vitest";
import { InvalidEventError, type Issue, RunnerStart, RunnerStop } from "../src/index.js";

const start = { flavor: "small", workflow: "CI", repo: "acme/widgets", github_event: "push", idle: 1.5 };
const stop = {
  flavor: "small",
  workflow: "CI",
  repo: "acme/widgets",
  github_event: "push",
  status: "normal",
  job_duration: 9,
};

/** Calls a constructor the way JavaScript code can, whatever the types say. */
function issuesOf(construct: (fields: never) => unknown, fields: unknown): readonly Issue[] {
  try {
    construct(fields as never);
  } catch (error) {
    if (error instanceof InvalidEventError) return error.issues;
    throw error;
  }
  return [];
}

describe("an event's constructor", () => {
  it("fills in the event and the current time", () => {
    const event = RunnerStart(start);
    expect(event.event).toBe("runner_start");
    expect(Math.abs(event.timestamp - Date.now() / 1000)).toBeLessThan(60);
  });

  it("keeps a timestamp that is given, zero included", () => {
    expect(RunnerStart({ ...start, timestamp: 0 }).timestamp).toBe(0);
  });

  it("refuses an explicit null for the timestamp", () => {
    expect(issuesOf(RunnerStart, { ...start, timestamp: null })).toEqual([
      { code: "type", pointer: "/timestamp", expected: "number ≥ 0", received: "null" },
    ]);
  });

  it("leaves out optional fields that are null or undefined", () => {
    const event = RunnerStop({ ...stop, status_info: null, job_conclusion: undefined });
    expect(Object.keys(event)).not.toContain("status_info");
    expect(Object.keys(event)).not.toContain("job_conclusion");
  });

  it("puts the keys in schema order whatever the order of the fields", () => {
    const event = RunnerStop({ job_conclusion: "success", status_info: { code: 0 }, ...stop });
    expect(Object.keys(event)).toEqual([
      "timestamp",
      "event",
      "flavor",
      "workflow",
      "repo",
      "github_event",
      "status",
      "status_info",
      "job_duration",
      "job_conclusion",
    ]);
  });

  it("refuses the name of another event", () => {
    expect(issuesOf(RunnerStart, { ...start, event: "runner_stop" })).toEqual([
      { code: "const", pointer: "/event", expected: '"runner_start"', received: '"runner_stop"' },
    ]);
  });

  it("lists every mistake once: three mistakes give three issues", () => {
    const { flavor, ...rest } = start;
    expect(issuesOf(RunnerStart, { ...rest, flavr: flavor, workflow: 3, idle: -1 })).toEqual([
      {
        code: "undeclared",
        pointer: "/flavr",
        expected: "a declared field",
        received: '"small"',
        suggestion: "flavor",
      },
      { code: "type", pointer: "/workflow", expected: "string", received: "3" },
      { code: "minimum", pointer: "/idle", expected: "number ≥ 0", received: "-1" },
    ]);
  });

  it("finds mistakes within nested objects", () => {
    expect(issuesOf(RunnerStop, { ...stop, status_info: { cod: 1 } })).toEqual([
      {
        code: "undeclared",
        pointer: "/status_info/cod",
        expected: "a declared field",
        received: "1",
        suggestion: "code",
      },
    ]);
  });

  it("suggests the field whose name differs in case and separators", () => {
    expect(issuesOf(RunnerStart, { ...start, queueDuration: 1 })).toMatchObject([{ suggestion: "queue_duration" }]);
  });

  it("says what it received when that is not an object", () => {
    for (const [value, received] of [
      [null, "null"],
      [undefined, "nothing"],
      ["x", '"x"'],
      [[], "an empty array"],
    ] as const) {
      expect(issuesOf(RunnerStart, value)).toEqual([{ code: "type", pointer: "", expected: "an object", received }]);
    }
  });

  it("throws a TypeError with a message that lists the issues", () => {
    expect(() => RunnerStart({ ...start, idle: -1 })).toThrow(TypeError);
    expect(() => RunnerStart({ ...start, idle: -1, repo: 3 } as never)).toThrow(
      "not a valid runner_start event:\n  /repo: expected string, received 3\n  /idle: expected number ≥ 0, received -1",
    );
  });

  it("shortens long values in messages", () => {
    const [issue] = issuesOf(RunnerStart, { ...start, idle: "x".repeat(1_000_000) });
    expect(issue?.received).toBe(`"${"x".repeat(60)}"… (1000000 characters)`);
  });
});
