import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { checkSchemas } from "../../src/index.js";
import { doorOpened, type EventSchema, writeSchemas } from "../support/door-schemas.js";

function fieldOf(schema: object): EventSchema {
  return { ...doorOpened(), properties: { event: { const: "door_opened" }, door: { ...schema } } };
}

/** Definitions that each refer twice to the next. */
function doubling(keyword: "properties" | "allOf" | "anyOf" | "oneOf"): EventSchema {
  const twice = (index: number): object => {
    const next = { $ref: `#/$defs/d${index + 1}` };
    return keyword === "properties"
      ? { type: "object", properties: { a: next, b: next } }
      : { [keyword]: [next, next] };
  };
  const definitions = Array.from({ length: 40 }, (_, index) => [`d${index}`, twice(index)] as const);
  const $defs = { ...Object.fromEntries(definitions), d40: { type: "string" } };
  return Object.assign(fieldOf({ $ref: "#/$defs/d0" }), { $defs });
}

function nested(levels: number): object {
  return levels === 0 ? { type: "string" } : { type: "array", items: nested(levels - 1) };
}

function replaceIn(file: string, text: string, other: string): void {
  writeFileSync(file, readFileSync(file, "utf8").replace(text, other));
}

const unusable: readonly (readonly [what: string, schema: EventSchema, code: string])[] = [
  ["a reference that leads nowhere", fieldOf({ $ref: "#/$defs/none" }), "ref-nowhere"],
  ["a reference to what is not a schema", fieldOf({ $ref: "#/properties" }), "ref-nowhere"],
  ["a reference to itself", fieldOf({ $ref: "#/properties/door" }), "ref-circle"],
  ["properties that double", doubling("properties"), "too-large"],
  ["allOf that doubles", doubling("allOf"), "too-large"],
  ["anyOf that doubles", doubling("anyOf"), "too-large"],
  ["oneOf that doubles", doubling("oneOf"), "too-large"],
  ["nesting beyond what JSON may have", fieldOf(nested(510)), "not-json"],
  ["nesting that is too deep", fieldOf(nested(150)), "too-large"],
  ["a pattern that is not one", fieldOf({ type: "string", pattern: "(" }), "bad-pattern"],
  [
    "more patterns than can be looked into",
    fieldOf({ type: "string", allOf: ["a", "b"].map((letter) => ({ pattern: `^(?:${letter}?){2400}$` })) }),
    "slow-pattern",
  ],
  ["a number that no double holds", fieldOf({ type: "integer", maximum: 2 ** 53 }), "inexact-number"],
  ["a type that does not exist", fieldOf({ type: "strng" }), "bad-keyword-value"],
  ["an empty enum", fieldOf({ enum: [] }), "bad-keyword-value"],
  ["a limit in quotes", fieldOf({ type: "number", minimum: "1" }), "bad-keyword-value"],
  ["a list for items, as in older drafts", fieldOf({ items: [{ type: "string" }] }), "bad-keyword-value"],
  ["a flag for a limit, as in draft-04", fieldOf({ minimum: 1, exclusiveMinimum: true }), "bad-keyword-value"],
];

describe("a baseline", () => {
  it.each(unusable)("with %s is unusable, at its place", async (_, schema, code) => {
    const cwd = temporaryFolder();
    writeSchemas(join(cwd, "schemas"), doorOpened());
    writeSchemas(join(cwd, "before"), schema);
    const file = join(cwd, "before", "events", "door_opened.schema.json");
    if (code === "inexact-number") replaceIn(file, String(2 ** 53), "9007199254740993");
    await expect(checkSchemas({ schemas: "schemas", cwd, against: ["before"] })).rejects.toMatchObject({
      code: "unusable-baseline",
      message: expect.stringMatching(
        new RegExp(`cannot use the schemas of before; compare with a later .*door_opened.*:\\d+:\\d+: .*${code}`, "s"),
      ),
    });
  });

  it("is compared whatever else the lint has against it, also with a slow pattern", async () => {
    const cwd = temporaryFolder();
    writeSchemas(join(cwd, "schemas"), doorOpened());
    const before = doorOpened();
    before.properties["Odd Name"] = { type: "string", pattern: "^(a+)+$" };
    writeSchemas(join(cwd, "before"), { ...before, title: "a door" });
    const { verdicts } = await checkSchemas({ schemas: "schemas", cwd, against: ["before"] });
    expect(verdicts).toMatchObject([{ status: "changed", backward: "compatible" }]);
  });
});
