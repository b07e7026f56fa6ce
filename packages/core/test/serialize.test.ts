import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalogue, InvalidEventError, type MetricEvent, RunnerInstalled, RunnerStop } from "../src/index.js";

const seed = Number(process.env["SEED"] ?? 20_261_122);

const valid = {
  timestamp: 1,
  event: "runner_stop",
  flavor: "small",
  workflow: "CI",
  repo: "acme/widgets",
  github_event: "push",
  status: "normal",
  job_duration: 9,
};

/** Serializes what JavaScript code can pass, whatever the types say. */
function serialize(event: unknown): string {
  return catalogue.serialize(event as MetricEvent);
}

function messageOf(event: unknown): string {
  try {
    return `logged ${serialize(event)}`;
  } catch (error) {
    if (error instanceof InvalidEventError) return error.message;
    throw error;
  }
}

describe("what is serialized is what was validated", () => {
  it("reads each property once", () => {
    const reads = new Map<string, number>();
    const proxy = new Proxy(valid, {
      get(target, name, receiver) {
        reads.set(String(name), (reads.get(String(name)) ?? 0) + 1);
        return Reflect.get(target, name, receiver);
      },
    });
    expect(JSON.parse(RunnerStop.serialize(proxy as RunnerStop))).toEqual(valid);
    expect(reads.get("job_duration")).toBe(1);
    expect([...reads.values()].every((count) => count === 1)).toBe(true);
  });

  it("logs no value that a getter gives after validation", () => {
    let reads = 0;
    const event = {
      ...valid,
      get job_duration() {
        return ++reads > 1 ? -7 : 7;
      },
    };
    expect(JSON.parse(serialize(event)).job_duration).toBe(7);
  });

  it("does not take inherited properties for the event's own", () => {
    expect(messageOf(Object.create(valid))).toContain("/flavor: expected string, received nothing");
  });

  it("does not call toJSON", () => {
    expect(messageOf({ ...valid, toJSON: () => ({}) })).toBe(
      "not a valid runner_stop event:\n  /toJSON: expected a JSON value, received a function",
    );
    expect(messageOf({ ...valid, job_duration: { toJSON: () => 1 } })).toBe(
      "not a valid runner_stop event:\n  /job_duration: expected number ≥ 0, received an object with toJSON",
    );
    expect(
      messageOf({ ...valid, status_info: Object.assign(Object.create({ toJSON: () => 1 }), { code: 1 }) }),
    ).toContain("/status_info: expected CodeInformation");
  });

  it("takes only enumerable properties, as JSON does, and misses none", () => {
    const hidden = Object.defineProperty({ ...valid, extra: 1 }, "status", { value: "normal", enumerable: false });
    expect(messageOf(hidden)).toBe(
      "not a valid runner_stop event:\n  /extra: not a declared field, received 1\n  /status: expected string, received nothing",
    );
    const balanced = Object.defineProperty({ ...valid, job_conclusion: undefined }, "status", { enumerable: false });
    expect(messageOf(balanced)).toContain("/status: expected string, received nothing");
    expect(JSON.parse(serialize(Object.assign(Object.create(null), valid)))).toEqual(valid);
    expect(JSON.parse(serialize(Object.assign({ [Symbol("s")]: 1 }, valid)))).toEqual(valid);
  });

  it("passes on what a getter throws, and logs nothing", () => {
    const event = {
      ...valid,
      get status(): string {
        throw new RangeError("no status today");
      },
    };
    expect(() => serialize(event)).toThrow(RangeError);
  });

  it("keeps control characters out of messages", () => {
    const message = messageOf({ ...valid, "a\n\u001b[31m": 1 });
    expect(message.split("\n")).toHaveLength(2);
    expect(message).toContain("/a\\u000a\\u001b[31m: not a declared field");
  });

  it("accepts instances of classes by their own properties", () => {
    class Stop {
      readonly status: string;
      constructor(status: string) {
        this.status = status;
        Object.assign(this, { ...valid, status });
      }
    }
    expect(JSON.parse(serialize(new Stop("normal")))).toEqual(valid);
  });

  const refused: readonly [string, unknown, string][] = [
    ["NaN", Number.NaN, "NaN"],
    ["Infinity", Number.POSITIVE_INFINITY, "Infinity"],
    ["a bigint", 1n, "the bigint 1n"],
    ["a function", () => 1, "a function"],
    ["a symbol", Symbol("x"), "a symbol"],
    ["a Date", new Date(0), "an instance of Date"],
    ["a boxed number", Object(1), "an instance of Number"],
    ["a numeric string", "9", '"9"'],
    ["null", null, "null"],
  ];
  for (const [name, value, received] of refused) {
    it(`refuses ${name} where a number belongs`, () => {
      expect(messageOf({ ...valid, job_duration: value })).toBe(
        `not a valid runner_stop event:\n  /job_duration: expected number ≥ 0, received ${received}`,
      );
    });
  }

  it("treats undefined as absent", () => {
    expect(JSON.parse(serialize({ ...valid, job_conclusion: undefined, undeclared: undefined }))).toEqual(valid);
    expect(messageOf({ ...valid, status: undefined })).toContain("/status: expected string, received nothing");
  });

  it("refuses objects that contain themselves, and very deep ones, without overflowing the stack", () => {
    const circle: Record<string, unknown> = { code: 1 };
    circle["self"] = circle;
    expect(messageOf({ ...valid, status_info: circle })).toContain(
      "/status_info/self: expected a JSON value, received an object that contains itself",
    );
    let deep: unknown = 1;
    for (let depth = 0; depth < 100_000; depth++) deep = [deep];
    expect(messageOf({ ...valid, extra: deep })).toContain("at most 200 nested values");
  });

  it("refuses a property called __proto__ as any undeclared one", () => {
    const event: unknown = JSON.parse(`${JSON.stringify(valid).slice(0, -1)},"__proto__":{"status":"x"}}`);
    expect(messageOf(event)).toContain("/__proto__: not a declared field");
  });

  it("writes every string as JSON on one line", () => {
    for (const flavor of ["a\nb", "\u2028\u2029", "\ud800", "\udc00x", '"\\', "\u0000\u001f\u007f", "日本 🚀", ""]) {
      const line = RunnerInstalled.serialize(RunnerInstalled({ timestamp: 1, flavor, duration: 0 }));
      expect(line).not.toMatch(/[\n\r]/);
      expect(JSON.parse(line).flavor).toBe(flavor);
      expect(Buffer.from(line, "utf8").toString("utf8")).toBe(line);
    }
  });

  it("writes every finite number so that it reads back", () => {
    for (const duration of [0, 1e21, 5e-324, 2 ** 53 + 2, 0.1 + 0.2, Number.MAX_VALUE, 1e-7]) {
      expect(JSON.parse(RunnerInstalled.serialize(RunnerInstalled({ flavor: "", duration }))).duration).toBe(duration);
    }
    expect(RunnerInstalled.serialize({ timestamp: -0, event: "runner_installed", flavor: "", duration: -0 })).toBe(
      '{"timestamp":0,"event":"runner_installed","flavor":"","duration":0}',
    );
  });

  it(`writes just what JSON.stringify writes (seed ${seed})`, () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.string({ maxLength: 60 }),
      fc.constantFrom("\ud800", "a\udfff", "x".repeat(5000)),
    );
    const number = fc.double({ min: 0, noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(
        text,
        text,
        number,
        fc.option(fc.maxSafeInteger()),
        fc.option(text),
        (flavor, status, seconds, code, conclusion) => {
          const event = RunnerStop({
            ...valid,
            event: "runner_stop",
            timestamp: seconds,
            flavor,
            status,
            job_duration: seconds,
            status_info: code === null ? null : { code },
            job_conclusion: conclusion,
          });
          expect(RunnerStop.serialize(event)).toBe(JSON.stringify(event));
        },
      ),
      { seed, numRuns: 20_000 },
    );
  });
});
