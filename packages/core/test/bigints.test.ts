import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { compileCatalogue } from "@metric-events/codegen";
import type { Catalogue, EventDefinition } from "@metric-events/runtime";
import { below, seededRandom, temporaryFolder } from "@metric-events/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileValues } from "./fuzz/compile-types.js";

const seed = Number(process.env["SEED"] ?? 20_261_128);
const int64 = { type: "integer", format: "int64", kind: "identifier", description: "A whole number." };

const files = [
  {
    path: "events/moved.schema.json",
    text: JSON.stringify({
      title: "Moved",
      description: "Something moved.",
      type: "object",
      required: ["timestamp", "event", "id"],
      properties: {
        timestamp: { ...int64, kind: "measure", unit: "ns", envelope: "time" },
        event: { const: "moved" },
        id: { ...int64, minimum: -(2 ** 53), exclusiveMaximum: 2 ** 62, multipleOf: 3 },
        level: { ...int64, enum: [1, 2, -7] },
        fixed: { ...int64, const: 4 },
        parent: { ...int64, type: ["integer", "null"] },
        legs: { type: "array", uniqueItems: true, description: "Legs.", items: int64 },
        pair: { type: "array", description: "Two.", prefixItems: [int64, { type: "number" }], items: int64 },
        tree: { $ref: "../shared/node.schema.json", description: "A tree." },
        either: {
          description: "One of two.",
          oneOf: [
            {
              type: "object",
              title: "A",
              required: ["tag"],
              properties: { tag: { const: "a", description: "Which." }, value: int64 },
            },
            {
              type: "object",
              title: "B",
              required: ["tag"],
              properties: { tag: { const: "b", description: "Which." }, other: int64 },
            },
          ],
        },
        others: {
          type: "object",
          description: "Any others.",
          properties: { plain: { type: "number", unit: "s", description: "Not one." } },
          patternProperties: { "^x": { type: "string" } },
          additionalProperties: int64,
        },
        plain: { type: "integer", kind: "count", unit: "1", description: "Not one." },
      },
    }),
  },
  {
    path: "shared/node.schema.json",
    text: JSON.stringify({
      title: "Node",
      description: "A node.",
      type: "object",
      required: ["id"],
      properties: { id: int64, children: { type: "array", description: "Below it.", items: { $ref: "#" } } },
    }),
  },
];

let catalogue: Catalogue;
let moved: EventDefinition;

const schemas = mkdtempSync(join(tmpdir(), "metric-events-bigints-"));
afterAll(() => rmSync(schemas, { recursive: true, force: true }));

beforeAll(() => {
  for (const { path, text } of files) {
    mkdirSync(dirname(join(schemas, path)), { recursive: true });
    writeFileSync(join(schemas, path), text);
  }
  catalogue = compileCatalogue(schemas);
  moved = catalogue.get("moved") ?? expect.unreachable("the event is missing");
});

const random = seededRandom(seed);

/** A whole number of up to 64 bits; the ends of what doubles hold are frequent. */
function anyBigint(): bigint {
  const edges = [0n, 2n ** 53n, -(2n ** 53n), 2n ** 63n - 1n, -(2n ** 63n), 10n ** 18n];
  const edge = edges[below(random, edges.length)] as bigint;
  if (below(random, 2) === 0) return edge + BigInt(below(random, 7) - 3);
  return BigInt.asIntN(64, BigInt(Math.floor(random() * 2 ** 52)) * BigInt(Math.floor(random() * 2 ** 20)));
}

const maybe = (make: () => object): object => (below(random, 2) === 0 ? make() : {});

function node(depth: number): object {
  return {
    id: anyBigint(),
    ...(depth === 0
      ? {}
      : maybe(() => ({ children: Array.from({ length: below(random, 3) }, () => node(depth - 1)) }))),
  };
}

function anyEvent(): Record<string, unknown> {
  return {
    timestamp: 1_719_900_000_000_000_000n + BigInt(below(random, 1000)),
    event: "moved",
    id: anyBigint(),
    ...maybe(() => ({ level: [1n, 2n, -7n, 3n][below(random, 4)] })),
    ...maybe(() => ({ fixed: 4n })),
    ...maybe(() => ({ parent: below(random, 2) === 0 ? null : anyBigint() })),
    ...maybe(() => ({ legs: Array.from({ length: below(random, 4) }, anyBigint) })),
    ...maybe(() => ({ pair: [anyBigint(), random(), anyBigint()] })),
    ...maybe(() => ({ tree: node(2) })),
    ...maybe(() => ({ either: below(random, 2) === 0 ? { tag: "a", value: anyBigint() } : { tag: "b", other: 1n } })),
    ...maybe(() => ({ others: { plain: 5, x: "#12345678901234567890", a: anyBigint(), ["__proto__x"]: anyBigint() } })),
    ...maybe(() => ({ plain: below(random, 9) })),
  };
}

/** What the schema says, by arithmetic of bigints alone. */
function isValid(event: Record<string, unknown>): boolean {
  const { id, level, legs } = event as { id: bigint; level?: bigint; legs?: bigint[] };
  return (
    id >= -(2n ** 53n) &&
    id < 2n ** 62n &&
    id % 3n === 0n &&
    level !== 3n &&
    (legs === undefined || new Set(legs).size === legs.length)
  );
}

/** The event as JSON, written by nothing of ours. */
function jsonOf(value: unknown): string {
  const digits: string[] = [];
  const text = JSON.stringify(value, (_, each: unknown) => {
    if (typeof each !== "bigint") return each;
    digits.push(String(each));
    return `bigint ${digits.length - 1}`;
  });
  return text.replaceAll(/"bigint (\d+)"/g, (_, index: string) => digits[Number(index)] as string);
}

describe("events with bigints", () => {
  it("are read as they were written, digit by digit", () => {
    const bytes = Buffer.alloc(8192);
    let valid = 0;
    for (let round = 0; round < 3000; round++) {
      const event = anyEvent();
      const line = jsonOf(event);
      const why = `SEED=${seed} ${line}`;
      expect(moved.isReadable(event), why).toBe(isValid(event));
      expect(moved.isWritable(event), why).toBe(isValid(event));
      expect(moved.check(event, "writer").length === 0, why).toBe(isValid(event));
      if (!isValid(event)) {
        expect(() => catalogue.serialize(event), why).toThrow("not a valid moved event");
        expect(() => catalogue.parse(line), why).toThrow("not a valid moved event");
        continue;
      }
      valid++;
      const written = catalogue.serialize(event);
      expect(written, why).toBe(line);
      const end = catalogue.encode(event, bytes, 0);
      expect(typeof end === "string" ? end : bytes.toString("utf8", 0, end), why).toBe(line);
      expect(catalogue.parse(line), why).toEqual(event);
    }
    expect(valid).toBeGreaterThan(300);
  });

  it.each([
    ["an exponent", "3e2", 300n],
    ["a fraction of zero", "9007199254740993.0", 9_007_199_254_740_993n],
    ["both", "9.007199254740993E15", 9_007_199_254_740_993n],
    ["minus zero", "-0", 0n],
  ])("are read from numbers with %s", (_, token, id) => {
    const line = `{"timestamp":1,"event":"moved","id":${token}}`;
    expect(catalogue.parse(line)).toEqual({ timestamp: 1n, event: "moved", id });
  });

  it.each(["1.5", "9007199254740992.5", "1e400", '"3"', "null"])("refuse %s", (token) => {
    expect(() => catalogue.parse(`{"timestamp":1,"event":"moved","id":${token}}`)).toThrow("/id: expected integer");
  });

  it("are refused with numbers in their place, and with bigints in the place of numbers", () => {
    const event = { timestamp: 1n, event: "moved", id: 3n };
    expect(moved.isReadable(event)).toBe(true);
    for (const other of [
      { ...event, id: 3 },
      { ...event, plain: 3n },
      { ...event, pair: [1n, 2n] },
    ]) {
      expect(moved.isReadable(other)).toBe(false);
      expect(moved.check(other, "reader")).toHaveLength(1);
    }
    expect(moved.check({ ...event, id: 3 }, "reader")).toEqual([
      expect.objectContaining({
        pointer: "/id",
        expected: expect.stringMatching(/, as a bigint$/) as string,
        received: "3",
      }),
    ]);
    expect(moved.check({ ...event, plain: 3n }, "reader")).toEqual([
      expect.objectContaining({ pointer: "/plain", expected: "integer", received: "the bigint 3n" }),
    ]);
  });

  it("are written from numbers that are exact, and from no others", () => {
    const event = { timestamp: 1n, event: "moved", id: 3 };
    expect(catalogue.serialize(event)).toBe('{"timestamp":1,"event":"moved","id":3}');
    expect(() => catalogue.serialize({ ...event, id: 3 * 2 ** 60 })).toThrow("as a bigint");
  });

  it("may be nested more deeply than calls can be", () => {
    const depth = 9000;
    const event = '{"timestamp":9007199254740993,"event":"moved","id":3';
    const undeclared = `${event},"new":${"[".repeat(depth)}${"]".repeat(depth)}}`;
    expect(catalogue.parse(undeclared)).toMatchObject({ timestamp: 9_007_199_254_740_993n });
    const members = '{"id":9007199254740993,"children":[';
    const tree = `${event},"tree":${members.repeat(depth / 10)}{"id":1}${"]}".repeat(depth / 10)}}`;
    expect(catalogue.parse(tree)).toMatchObject({ tree: { id: 9_007_199_254_740_993n } });
    const data = moved.fromJson(JSON.parse(`${event},"new":${'{"a":'.repeat(depth)}1${"}".repeat(depth)}}`));
    expect(moved.check(data, "reader")).toMatchObject([{ pointer: "/timestamp" }]);
  });

  it("have an example of their type", () => {
    const example = moved.example() ?? expect.unreachable("there is no example");
    expect(moved.isWritable(example)).toBe(true);
    expect(catalogue.parse(catalogue.serialize(example))).toEqual(example);
  });

  it("have the type bigint", async () => {
    const folder = temporaryFolder();
    const base = { timestamp: 1n, event: "moved", id: 3n };
    const values: [unknown, boolean][] = [
      [base, true],
      [{ ...base, id: 3 }, false],
      [{ ...base, level: 2n, fixed: 4n, parent: null, legs: [1n], pair: [1n, 2, 3n] }, true],
      [{ ...base, level: 3n }, false],
      [{ ...base, fixed: 4 }, false],
      [{ ...base, legs: [1] }, false],
      [{ ...base, tree: { id: 1n, children: [{ id: 2n }] } }, true],
      [{ ...base, tree: { id: 1n, children: [{ id: 2 }] } }, false],
      [{ ...base, either: { tag: "a", value: 1n } }, true],
      [{ ...base, either: { tag: "b", other: 1 } }, false],
      [{ ...base, plain: 1 }, true],
      [{ ...base, plain: 1n }, false],
    ];
    const set = { files, typeName: "Moved", values: values.map(([value]) => value) };
    const [compiled] = await compileValues([set], folder);
    expect(compiled).toEqual(values.map(([, isOfType]) => isOfType));
  });
});
