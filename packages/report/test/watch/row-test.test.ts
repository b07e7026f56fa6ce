import { catalogue } from "@metric-events/core";
import { hostConditions, parseConditions, testsByField } from "@metric-events/reader";
import { describe, expect, it } from "vitest";
import { planEvent } from "../../src/columns/event-plan.js";
import { columnTests, rowTest } from "../../src/watch/row-test.js";

const plan = planEvent(catalogue.definitions.find(({ eventName }) => eventName === "runner_stop") ?? ({} as never));

/** Whether an event with this code and duration satisfies conditions. */
function holds(code: string | undefined, duration: number, ...conditions: string[]): boolean {
  const parsed = testsByField(parseConditions(conditions, ["runner_stop"], catalogue));
  const tests = columnTests(parsed, plan, hostConditions(catalogue));
  if ("unknown" in tests) throw new Error(tests.unknown);
  const column = plan.dimensions.findIndex(({ path }) => path === "status_info.code");
  const codes = plan.dimensions.map((_, index) => Uint32Array.of(index === column && code !== undefined ? 1 : 0));
  const columns = { numbers: [Float64Array.of(duration)], codes, origins: Uint32Array.of(0) };
  return rowTest(tests, columns, { dictionary: [code ?? ""], origins: [] })(0);
}

describe("a test of rows", () => {
  it.each([
    ["502", 1, ["status_info.code>=500"], true],
    ["502", 1, ["status_info.code>=500", "status_info.code<502"], false],
    ["502", 1, ["status_info.code=502.0"], true],
    ["502", 1, ["status_info.code~5??"], true],
    [undefined, 1, ["status_info.code>=0"], false],
    [undefined, 1, ["status_info.code!=502"], true],
    [undefined, 1, ["host~web"], false],
    [undefined, 1, ["host!~web"], true],
    ["1", 3600, ["job_duration<1h"], false],
    ["1", Number.NaN, ["job_duration!=5"], true],
    ["1", Number.NaN, ["job_duration<5"], false],
  ] as const)("code %s, duration %d, %j: %s", (code, duration, conditions, expected) =>
    expect(holds(code, duration, ...conditions)).toBe(expected),
  );
});
