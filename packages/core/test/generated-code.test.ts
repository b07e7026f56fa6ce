import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { fieldReference, generateModules } from "@metric-events/codegen";
import { buildCatalogue, lint, loadSchemas } from "@metric-events/schema";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  catalogue,
  EverythingHappened,
  LittleHappened,
  type MetricEvent,
  NothingHappened,
  PlainHappened,
  parseEvent,
} from "./golden/index.js";

// A team's own schemas, with a field for every kind of schema. The generated code is in golden/, where it is
// type-checked with the rest of this package.

const seed = Number(process.env["SEED"] ?? 20_261_122);
const schemas = fileURLToPath(new URL("fixtures/schemas", import.meta.url));
const golden = fileURLToPath(new URL("golden/", import.meta.url));

const full = {
  timestamp: 1,
  event: "everything_happened",
  host: "web-1",
  took: 2.5,
  level: "error",
  place: { lat: 1, lon: 2, within: { lat: 3, lon: 4 } },
  port: 443,
  ratio: 0.29,
  old_name: null,
  tags: ["a", "b"],
  stops: [{ lat: 0, lon: 0 }],
  pair: [{ x: 1 }, 1],
  attributes: { a: 1, b: "2", c: true },
  scores: { s_a: 1 },
  anything: [{ deep: [null] }],
  result: { code: 1 },
  shape: { type: "circle", radius: 2 },
  origin: { x: 0, y: [0] },
  "it's + 'a\\b'": "quoted",
  box: { depth: 1 },
  "at-sign": true,
};

const little = { zone: "north", host: "web-1", timestamp: 1, event: "little_happened", b: "x" };

describe("code generated from a team's own schemas", async () => {
  const set = loadSchemas(schemas);
  const model = buildCatalogue(set);
  const files = await generateModules(model);

  it("is generated from schemas without problems", () => expect(lint(set)).toEqual([]));

  for (const { path, content } of files) {
    it(`${path} is as reviewed`, () => expect(content).toMatchFileSnapshot(`${golden}${path}`));
  }

  it("has no files but these", () => {
    expect(readdirSync(golden).toSorted()).toEqual([...files.map(({ path }) => path), "events.md"].toSorted());
  });

  it("has a field reference as reviewed", () =>
    expect(fieldReference(model)).toMatchFileSnapshot(`${golden}events.md`));

  it("is the same every time", async () => {
    expect(await generateModules(buildCatalogue(loadSchemas(schemas)))).toEqual(files);
  });

  it("needs nothing but the runtime", () => {
    for (const { content } of files) {
      expect(content).not.toMatch(/\brequire\(/);
      for (const [, module] of content.matchAll(/ from "([^"]+)"/g))
        expect(module).toMatch(/^(?:\.\/|@metric-events\/runtime$)/);
    }
  });
});

describe("what is written", () => {
  it("has its commas right whichever optional fields come first", () => {
    for (const box of [
      { depth: 1 },
      { width: 1, depth: 1 },
      { height: 1, depth: 1, label: "x" },
      { width: 1, height: 2, depth: 3 },
    ]) {
      const event = { ...full, box };
      expect(EverythingHappened.serialize(event as never)).toBe(JSON.stringify(event));
      for (const first of [{ host: "web-1" }, { zone: "north", host: "web-1" }]) {
        const plain = PlainHappened({ ...first, size: 1, step: 2, box } as never);
        const bytes = Buffer.alloc(1000);
        const end = PlainHappened.encode(plain, bytes, 0);
        expect(bytes.toString("utf8", 0, Number(end))).toBe(JSON.stringify(plain));
      }
    }
    for (const event of [little, { ...little, zone: "" }, { ...little, a: "y" }]) {
      expect(JSON.parse(LittleHappened.serialize(event as never))).toEqual(event);
    }
  });

  it("is counted as it is written, without absent fields", () => {
    const { b, ...without } = little;
    expect(b).toBe("x");
    expect(LittleHappened.isWritable(without)).toBe(false);
    expect(() => LittleHappened.serialize(without as never)).toThrow(
      "expected one of the alternatives that the schema lists",
    );
    expect(JSON.parse(LittleHappened.serialize({ ...without, a: "1", span: [1] } as never))).toEqual({
      ...without,
      a: "1",
      span: [1],
    });
  });

  it("reports mistakes of the whole event and of a field, under both contracts", () => {
    const event = { timestamp: 1, event: "little_happened", host: "h", zone: "z", at: { lat: 91, lon: 0 } };
    for (const contract of ["writer", "reader"] as const) {
      expect(LittleHappened.check(event, contract).map(({ code, pointer }) => `${pointer} ${code}`)).toEqual([
        " anyOf",
        "/at/lat maximum",
      ]);
    }
  });

  it("agrees with the guard on thousands of events, and reads back", () => {
    const fields = fc.record(
      {
        zone: fc.string(),
        a: fc.string(),
        b: fc.string(),
        span: fc.array(fc.nat(), { maxLength: 3 }),
        extra: fc.nat(),
      },
      { requiredKeys: [] },
    );
    const seen = { written: 0, refused: 0 };
    fc.assert(
      fc.property(fields, (some) => {
        const event = { timestamp: 1, event: "little_happened", host: "h", ...some };
        const isWritable = LittleHappened.isWritable(event);
        seen[isWritable ? "written" : "refused"]++;
        if (isWritable) expect(JSON.parse(LittleHappened.serialize(event))).toEqual(event);
        else expect(() => LittleHappened.serialize(event as never)).toThrow("little_happened");
      }),
      { seed, numRuns: 3000 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(200);
  });

  it("does not have a value of a recursive type that contains itself or is very deep", () => {
    const circle: { lat: number; lon: number; within?: unknown } = { lat: 0, lon: 0 };
    circle.within = circle;
    let deep: unknown = { lat: 0, lon: 0 };
    for (let depth = 0; depth < 100_000; depth++) deep = { lat: 0, lon: 0, within: deep };
    for (const place of [circle, deep]) {
      expect(() => catalogue.serialize({ ...full, place } as unknown as MetricEvent)).toThrow("everything_happened");
      expect(catalogue.is({ ...full, place })).toBe(false);
      expect(catalogue.check({ ...full, place }, "reader")).toMatchObject([{ code: "not-json" }]);
    }
  });

  it("says what is wrong with millions of holes in a few lines", () => {
    const tags: unknown[] = [];
    tags.length = 3_000_000;
    expect(() => catalogue.serialize({ ...full, tags } as unknown as MetricEvent)).toThrow(/and \d+ more$/);
  });
});

describe("an event with every kind of field", () => {
  it("is constructed, serialized in schema order at every depth, and parsed", () => {
    const event = EverythingHappened({ ...full, place: { lon: 2, lat: 1, within: { lat: 3, lon: 4 } } } as never);
    expect(EverythingHappened.serialize(event)).toBe(JSON.stringify(full));
    expect(parseEvent(JSON.stringify(full))).toEqual(full);
  });

  const mistakes: readonly [string, object, readonly string[]][] = [
    [
      "a value outside an enum",
      { level: "fatal" },
      ['/level: expected "info" or "warning" or "error", received "fatal"'],
    ],
    ["a nested typo", { place: { lat: 1, lon: 2, latt: 3 } }, ["/place/latt: not a declared field, received 3"]],
    [
      "a mistake in an array of objects",
      {
        stops: [
          { lat: 1, lon: 2 },
          { lat: 91, lon: 2 },
        ],
      },
      ["/stops/1/lat: expected number ≥ -90 and ≤ 90, received 91"],
    ],
    ["a union that no branch accepts", { result: { code: "x" } }, ['/result/code: expected integer, received "x"']],
    ["a string for a union of others", { result: "x" }, ['/result: expected number or object, received "x"']],
    [
      "a repeated element",
      { tags: ["a", "a"] },
      ["/tags: expected elements that all differ (0 and 1 are equal), received an array of 2"],
    ],
    [
      "another constant",
      { origin: { x: 0, y: [1] } },
      ['/origin: expected {"x":0,"y":[0]}, received an object with x, y'],
    ],
    [
      "a pattern",
      { host: "Web 1" },
      ['/host: expected string of 1 to 253 characters that matches ^[a-z0-9.-]+$, received "Web 1"'],
    ],
    [
      "a fraction that is not a multiple",
      { ratio: 0.295 },
      ["/ratio: expected number ≥ 0 and ≤ 1 and a multiple of 0.01, received 0.295"],
    ],
    ["a third element of a pair", { pair: [{}, 1, 2] }, ["/pair: expected at most 2 elements, received an array of 3"]],
    [
      "a free key of the wrong type",
      { attributes: { a: null } },
      ["/attributes/a: expected string or number or boolean, received null"],
    ],
    ["a key that breaks the pattern", { scores: { x: 1 } }, ["/scores/x: not a declared field, received 1"]],
    [
      "a field of the other branch",
      { shape: { type: "circle", radius: 1, side: 2 } },
      ["/shape/side: not a declared field, received 2"],
    ],
    ["a condition", { result: undefined }, ["/result: expected number or object, received nothing"]],
    [
      "a dependent field",
      { tags: undefined },
      ["/tags: expected array of string of at least 1 character, at most 5 elements, received nothing"],
    ],
    [
      "a value without a JSON form in free-form data",
      { anything: [1n] },
      ["/anything/0: expected a JSON value, received the bigint 1n"],
    ],
    [
      "a class instance as a field",
      { place: new URL("file:///x") },
      ["/place: expected Place, received an instance of URL"],
    ],
  ];
  for (const [name, change, messages] of mistakes) {
    it(`says what is wrong with ${name}`, () => {
      let message = "";
      try {
        EverythingHappened.serialize({ ...full, ...change } as never);
      } catch (error) {
        message = error instanceof Error ? error.message : "";
      }
      expect(message.split("\n  ").slice(1)).toEqual(messages);
    });
  }

  it("takes null for absent optionals, and keeps a null that the schema allows", () => {
    const event = EverythingHappened({
      host: "h",
      took: 1,
      level: "info",
      // As JavaScript code can say it; the type allows null only for fields of the event itself.
      place: { lat: 0, lon: 0, within: null } as never,
      old_name: null,
      tags: null,
    });
    expect(Object.keys(event)).toEqual(["timestamp", "event", "host", "took", "level", "place", "old_name"]);
    expect(event.place).toEqual({ lat: 0, lon: 0 });
  });

  it("takes undeclared fields where the schema says so", () => {
    expect(NothingHappened({ host: "h", extra: "text" })["extra"]).toBe("text");
    expect(catalogue.check({ timestamp: 1, event: "nothing_happened", host: "h", extra: 1 }, "reader")).toEqual([
      { code: "type", pointer: "/extra", expected: "string", received: "1" },
    ]);
  });
});

describe(`generated readers agree with Ajv on the files as they are (seed ${seed})`, () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, strictNumbers: true, multipleOfPrecision: 9 });
  const require = createRequire(import.meta.url);
  for (const path of readdirSync(schemas, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".json"),
  )) {
    const file = `${schemas}/${path}`;
    ajv.addSchema(require(file), pathToFileURL(file).href);
  }
  const reads = ajv.getSchema(pathToFileURL(`${schemas}/events/everything_happened.schema.json`).href);

  it("on thousands of mutated events", () => {
    if (reads === undefined) throw new Error("the schema did not load");
    const values = fc.oneof(
      fc.constantFrom<unknown>(
        null,
        -1,
        0.5,
        443,
        70_000,
        true,
        "",
        "x",
        "error",
        "circle",
        [],
        ["a"],
        ["a", "a"],
        {},
        { lat: 0, lon: 0 },
        { code: 1 },
      ),
      fc.constantFrom<unknown>(
        { type: "square", side: 1 },
        { type: "square", radius: 1 },
        { s_a: 1.5 },
        { s_toolong: 1 },
        [{}, 1],
        [{}],
      ),
      fc.jsonValue({ maxDepth: 2 }),
    );
    const mutation = fc.tuple(fc.constantFrom(...Object.keys(full), "extra"), fc.option(values, { nil: undefined }));
    const seen = { valid: 0, invalid: 0 };
    fc.assert(
      fc.property(fc.array(mutation, { maxLength: 3 }), (mutations) => {
        const event: Record<string, unknown> = { ...full };
        for (const [name, value] of mutations) {
          if (value === undefined) delete event[name];
          else event[name] = value;
        }
        const isReadable = reads(event) === true;
        seen[isReadable ? "valid" : "invalid"]++;
        expect(EverythingHappened.isReadable(event)).toBe(isReadable);
        // What may be written may be read; and what may be read and has no undeclared field may be written.
        if (EverythingHappened.isWritable(event)) expect(isReadable).toBe(true);
        const isUndeclared = EverythingHappened.check(event, "writer").some(({ code }) => code === "undeclared");
        if (isReadable && !isUndeclared) expect(EverythingHappened.isWritable(event)).toBe(true);
      }),
      { seed, numRuns: 5000 },
    );
    expect(seen.valid).toBeGreaterThan(500);
    expect(seen.invalid).toBeGreaterThan(500);
  });
});
