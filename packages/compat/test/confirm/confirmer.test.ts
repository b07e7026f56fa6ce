import { describe, expect, it } from "vitest";
import { contains, type Dialect, isEmpty, type Json, type JsonSchema, type Options } from "../../src/index.js";
import { judgeOf } from "../support/validators.js";

/** Schemas that Ajv cannot compile, or reads differently from the specification, each with the instances to tell apart. */
const kinds: Readonly<
  Record<
    string,
    { readonly schema: JsonSchema; readonly valid: Json; readonly invalid: Json; readonly dialect?: Dialect }
  >
> = {
  "one $id in two places": {
    schema: { properties: { a: { $id: "x:/a", type: "integer" }, b: { $id: "x:/a", type: "string" } } },
    valid: { a: 1, b: "" },
    invalid: { a: "" },
  },
  "relative $id": {
    schema: {
      $id: "http://example.com/root.json",
      $ref: "#/$defs/a",
      $defs: { a: { $id: "nested.json", $ref: "#/$defs/b", $defs: { b: { type: "integer" } } } },
    },
    valid: 1,
    invalid: "",
  },
  "type beside $ref in draft-07": {
    schema: { definitions: { a: { type: "integer" } }, $ref: "#/definitions/a", type: "string" },
    valid: 1,
    invalid: "",
    dialect: "draft-07",
  },
  "a left-over id": { schema: { id: "root", type: "integer" }, valid: 1, invalid: "" },
  "an empty enum": { schema: { anyOf: [{ enum: [] }, { type: "integer" }] }, valid: 1, invalid: "" },
  $dynamicRef: {
    schema: {
      $id: "http://example.com/root",
      $ref: "list",
      $defs: {
        it: { $dynamicAnchor: "items", type: "integer" },
        list: {
          $id: "list",
          items: { $dynamicRef: "#items" },
          $defs: { any: { $dynamicAnchor: "items" } },
        },
      },
    },
    valid: [1],
    invalid: [""],
  },
  "names of Object.prototype": {
    schema: { properties: { ["__proto__"]: { type: "integer" }, toString: { type: "integer" } } },
    valid: {},
    invalid: { toString: "" },
  },
  "nullable, which is not a keyword": { schema: { type: "integer", nullable: true }, valid: 1, invalid: null },
  "const in draft-04, where it is not a keyword": {
    schema: { type: "integer", const: 1 },
    valid: 2,
    invalid: "",
    dialect: "draft-04",
  },
  "unevaluatedItems after contains": {
    schema: { type: "array", contains: { type: "integer" }, unevaluatedItems: { type: "string" } },
    valid: [1, ""],
    invalid: [1, true],
  },
};

/** Whether a value is in a schema, and whether the schema is in all other values. */
function verdicts(value: Json, schema: JsonSchema, options: Options): string[] {
  const [alone, others] = [{ enum: [value] }, { not: { enum: [value] } }];
  return [contains(alone, schema, options).verdict, contains(schema, others, options).verdict];
}

describe.each(Object.entries(kinds))("%s", (_, { schema, valid, invalid, dialect }) => {
  const options: Options = dialect === undefined ? {} : { dialect };

  it("a valid and an invalid instance are decided in both directions", () => {
    expect(verdicts(valid, schema, options)).toEqual(["contained", "not-contained"]);
    expect(verdicts(invalid, schema, options)).toEqual(["not-contained", "contained"]);
  });

  it("a validator of another project says the same", () => {
    const judge = judgeOf(schema, dialect === undefined ? {} : { dialect });
    expect([judge.either(valid, true), judge.either(invalid, false)]).toEqual([true, true]);
  });
});

describe("documents", () => {
  const documents = {
    "http://example.com/point.json": { type: "object", properties: { x: { $ref: "number.json#/$defs/whole" } } },
    "http://example.com/number.json": { $id: "http://example.org/elsewhere", $defs: { whole: { type: "integer" } } },
  };
  const point = { $ref: "http://example.com/point.json" };

  it("references lead into other documents, and on from there", () => {
    expect(contains(point, { properties: { x: { type: "number" } } }, { documents })).toEqual({ verdict: "contained" });
    const result = contains(point, { properties: { x: { minimum: 0 } } }, { documents });
    expect(result).toEqual({ verdict: "not-contained", witness: { x: -1 } });
    expect(
      contains({ $ref: "http://example.org/elsewhere#/$defs/whole" }, { type: "number" }, { documents }).verdict,
    ).toBe("contained");
  });

  it("without them, the reference is the reason", () => {
    expect(contains(point, { properties: { x: { type: "number" } } })).toEqual({
      verdict: "unknown",
      reasons: [
        {
          code: "unresolved-reference",
          schema: "subset",
          keywordLocation: "/$ref",
          detail: "http://example.com/point.json",
        },
      ],
    });
  });

  it("a reason in another document names the document", () => {
    const bad = { "http://example.com/bad.json": { $defs: { it: { minLength: -1 } } } };
    const result = contains({ type: "string" }, { $ref: "http://example.com/bad.json#/$defs/it" }, { documents: bad });
    expect(result).toMatchObject({ reasons: [{ keywordLocation: "http://example.com/bad.json#/$defs/it/minLength" }] });
  });

  it("a given meta-schema says what its schemas mean", () => {
    const $schema = "http://example.com/meta.json";
    const meta = (rest: object): Options => ({
      documents: { [$schema]: { $schema: "http://json-schema.org/draft-07/schema#", ...rest } as Json },
    });
    const schema = { $schema, items: [{ type: "integer" }] };
    expect(contains({ type: "string" }, schema, meta({})).verdict).toBe("contained");
    expect(contains({ enum: [[""]] }, schema, meta({})).verdict).toBe("not-contained");
    const partial = meta({ $vocabulary: { "https://json-schema.org/draft/2020-12/vocab/core": true } });
    expect(contains({ type: "string" }, schema, partial)).toMatchObject({ reasons: [{ code: "unknown-dialect" }] });
  });
});

function definition(index: number): JsonSchema {
  const next = { $ref: `#/$defs/d${index - 1}` };
  return index === 0 ? { type: "integer" } : { allOf: [next, next] };
}

/** Each definition applies the next one twice: 2^depth schemas for one value. */
function shared(depth: number): JsonSchema {
  const numbers = [...Array(depth + 1).keys()];
  return {
    $ref: `#/$defs/d${depth}`,
    $defs: Object.fromEntries(numbers.map((index) => [`d${index}`, definition(index)])),
  };
}

it("a witness that no validator confirms is a reason with the instance and what Ajv said", () => {
  expect(isEmpty(shared(40))).toEqual({
    verdict: "unknown",
    reasons: [
      {
        code: "not-confirmed",
        schema: "subset",
        keywordLocation: "",
        detail: "0: Ajv: not asked, since it would apply over a million schemas to one value",
      },
    ],
  });
});
