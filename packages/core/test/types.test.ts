import { describe, expect, expectTypeOf, it } from "vitest";
import { catalogue, type Event, isRunnerStart, type MetricEvent, RunnerStart, RunnerStop } from "../src/index.js";
import { NothingHappened } from "./golden/index.js";

// The compiler checks these (`pnpm check`); at run time they only must not throw.
describe("types", () => {
  const start = { flavor: "small", workflow: "CI", repo: "a/b", github_event: "push", idle: 1 };

  it("are those of the schema", () => {
    expectTypeOf(RunnerStart(start)).toEqualTypeOf<RunnerStart>();
    expectTypeOf<RunnerStart>().toExtend<Event>();
    expectTypeOf<RunnerStart["event"]>().toEqualTypeOf<"runner_start">();
    expectTypeOf<RunnerStart["queue_duration"]>().toEqualTypeOf<number | undefined>();
    expectTypeOf<RunnerStop["status_info"]>().toEqualTypeOf<{ code: number } | undefined>();
  });

  it("narrow unions by event", () => {
    const event: MetricEvent = catalogue.parse(RunnerStart.serialize(RunnerStart(start)));
    if (event.event === "runner_start") expectTypeOf(event).toEqualTypeOf<RunnerStart>();
    const data: unknown = event;
    if (isRunnerStart(data)) expectTypeOf(data).toEqualTypeOf<RunnerStart>();
  });

  it("take null and undefined for absent optionals only", () => {
    RunnerStart({ ...start, queue_duration: null, timestamp: undefined });
    // @ts-expect-error null is no flavor.
    expectTypeOf(RunnerStart).toBeCallableWith({ ...start, flavor: null });
    // @ts-expect-error null is no timestamp.
    expectTypeOf(RunnerStart).toBeCallableWith({ ...start, timestamp: null });
  });

  it("refuse what is missing, misspelt or of the wrong type", () => {
    // @ts-expect-error idle is missing.
    expectTypeOf(RunnerStart).toBeCallableWith({ flavor: "small", workflow: "CI", repo: "a/b", github_event: "push" });
    // @ts-expect-error flavr is misspelt.
    expect(() => RunnerStart({ ...start, flavr: "small" })).toThrow("flavr");
    // @ts-expect-error idle is no string.
    expectTypeOf(RunnerStart).toBeCallableWith({ ...start, idle: "1" });
    // @ts-expect-error this is another event.
    expectTypeOf(RunnerStart).toBeCallableWith({ ...start, event: "runner_stop" });
  });

  it("keep declared fields required beside an index signature", () => {
    expectTypeOf(NothingHappened).toBeCallableWith({ host: "h", extra: "x" });
    // @ts-expect-error host is missing.
    expectTypeOf(NothingHappened).toBeCallableWith({ extra: "x" });
  });
});
