import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { catalogue, JudgedHappened, PlainHappened } from "./golden/index.js";

// Encoder and constructor judge most events themselves, by comparisons that are generated from the schema. serialize(), and the
// constructor if it is given the instance of a class, leave that to the validator. Both have to agree, on what they make of an event and
// on every word of a refusal.

const seed = Number(process.env["SEED"] ?? 20_261_124);
const runCount = Number(process.env["ENCODE_EVENTS"] ?? 20_000);

const bytes = Buffer.alloc(8192);

/** What comes of an event, and whether it was written in place. */
interface Outcome {
  readonly text: string;
  readonly isInPlace: boolean;
}

function outcome(write: () => number | string): Outcome {
  try {
    const end = write();
    if (typeof end === "string") return { text: end, isInPlace: false };
    return { text: bytes.toString("utf8", 0, end), isInPlace: true };
  } catch (error) {
    return { text: String(error), isInPlace: false };
  }
}

const numbers = [-Infinity, -1, -0.5, -0, 0, Number.MIN_VALUE, 0.01, 0.015, 1, 1.5, 2, 3, 4, 99.999, 100, 443, 65_535];
const anyNumber = fc.constantFrom(...numbers, 65_536, 1e21, Infinity, Number.NaN);
const anyText = fc.oneof(
  fc.constantFrom(
    "",
    "a",
    "abcde",
    "abcdef",
    "größe",
    "🚀",
    "🚀🚀🚀🚀🚀",
    "\ud800",
    '"',
    "\n",
    "info",
    "fatal",
    "x".repeat(254),
  ),
  fc.string({ maxLength: 8, unit: "binary" }),
);
const anyValue = fc.oneof(anyNumber, anyText, fc.constantFrom(null, true, false, [], {}, undefined, 1n, new Date(0)));
/** Mostly what the field is for. */
const mostly = <T>(fit: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 24, arbitrary: fit }, { weight: 1, arbitrary: anyValue });

const box = fc.record(
  {
    width: mostly(fc.double({ noDefaultInfinity: true, noNaN: true })),
    height: mostly(anyNumber),
    depth: mostly(fc.constantFrom(0, 1.25)),
    label: mostly(anyText),
  },
  { requiredKeys: ["depth"] },
);
const plain = fc.record(
  {
    zone: mostly(anyText),
    host: mostly(fc.constantFrom("web-1", "x".repeat(253))),
    timestamp: mostly(fc.constantFrom(1, 1_719_900_000.125)),
    event: fc.constant("plain_happened"),
    level: mostly(fc.constantFrom("info", "warning", "error")),
    port: mostly(fc.constantFrom(1, 443, 65_535, 65_536)),
    size: mostly(fc.constantFrom(0.5, 99.999)),
    step: mostly(fc.constantFrom(1, 2, 3)),
    label: mostly(fc.constantFrom("a", "abcde", "abcdef", "größe", "🚀🚀🚀")),
    is_last: mostly(fc.boolean()),
    box: mostly(box),
  },
  { requiredKeys: ["host", "timestamp", "event", "size", "step"] },
);
const judged = fc.record(
  {
    timestamp: mostly(fc.constantFrom(1, 2.5)),
    event: fc.constant("judged_happened"),
    host: mostly(fc.constantFrom("web-1", "größe")),
    code: mostly(fc.constantFrom("a", "abc", "z", "aBc")),
    price: mostly(fc.constantFrom(0.29, 4.35, 1e21, 0.015)),
    place: mostly(
      fc.record(
        {
          lat: fc.constantFrom(-90, 0, 90, 91),
          lon: fc.constantFrom(-180, 179.5),
          within: fc.constant({ lat: 1, lon: 2 }),
        },
        { requiredKeys: ["lat", "lon"] },
      ),
    ),
  },
  { requiredKeys: ["timestamp", "event", "host", "code"] },
);

/** The same with null or undefined for what may be left out. */
function withAbsent(event: object, absent: readonly (null | undefined)[]): object {
  const names = ["zone", "level", "price", "place", "timestamp", "event"];
  return { ...Object.fromEntries(absent.map((value, index) => [names[index % names.length], value])), ...event };
}

describe(`the constructor agrees with the validator (seed ${seed})`, () => {
  beforeAll(() => void vi.useFakeTimers({ toFake: ["Date"], now: 1_719_900_000_125 }));
  afterAll(() => void vi.useRealTimers());

  for (const [construct, events] of [
    [PlainHappened, plain],
    [JudgedHappened, judged],
  ] as const) {
    it(`on ${construct.eventName}, over ${runCount} events`, { timeout: 300_000 }, () => {
      const counts = { made: 0, refused: 0 };
      const absent = fc.array(fc.constantFrom(null, undefined), { maxLength: 4 });
      fc.assert(
        fc.property(events, absent, fc.boolean(), (event, nothing, isNamed) => {
          const { event: name, ...unnamed } = event;
          const fields = withAbsent(isNamed ? { event: name, ...unnamed } : unnamed, nothing);
          const instance: object = Object.assign(Object.create({}), fields);
          const [made, madeByValidator] = [fields, instance].map(
            (input) => outcome(() => JSON.stringify(construct(input as never))).text,
          );
          if (made !== madeByValidator) expect(made).toBe(madeByValidator);
          counts[made?.startsWith("{") === true ? "made" : "refused"]++;
        }),
        { seed, numRuns: runCount, endOnFailure: true },
      );
      for (const count of Object.values(counts)) expect(count).toBeGreaterThan(runCount / 20);
    });
  }

  it("and leaves no trace of what is absent", () => {
    const event = PlainHappened({ host: "web-1", size: 1, step: 1, zone: null, level: undefined } as never);
    expect(Object.keys(event)).toEqual(["host", "timestamp", "event", "size", "step"]);
    expect(event.timestamp).toBe(1_719_900_000.125);
  });
});

describe(`the encoder agrees with the validator (seed ${seed})`, () => {
  for (const [definition, events] of [
    [PlainHappened, plain],
    [JudgedHappened, judged],
  ] as const) {
    it(`on ${definition.eventName}, over ${runCount} events`, { timeout: 300_000 }, () => {
      const counts = { inPlace: 0, asText: 0, refused: 0 };
      fc.assert(
        fc.property(events, (event) => {
          // A value of unknown type, to the compiler.
          const any = event as never;
          const judgedByValidator = outcome(() => definition.serialize(any));
          const encoded = outcome(() => catalogue.encode(any, bytes, 0));
          if (encoded.text !== judgedByValidator.text) expect(encoded.text).toBe(judgedByValidator.text);
          counts[encoded.isInPlace ? "inPlace" : encoded.text.startsWith("{") ? "asText" : "refused"]++;
        }),
        { seed, numRuns: runCount, endOnFailure: true },
      );
      for (const count of Object.values(counts)) expect(count).toBeGreaterThan(runCount / 200);
    });
  }

  it("on an event that changes at each reading", () => {
    let readings = 0;
    const event = {
      timestamp: 1,
      event: "plain_happened",
      host: "web-1",
      step: 1,
      get size() {
        return ++readings === 1 ? 5 : -7;
      },
    };
    const { text, isInPlace } = outcome(() => catalogue.encode(event as never, bytes, 0));
    expect(isInPlace).toBe(true);
    expect(JSON.parse(text)).toMatchObject({ size: 5 });
    expect(readings).toBe(1);
  });
});
