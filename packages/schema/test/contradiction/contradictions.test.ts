import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isEmpty, type Json } from "@metric-events/compat";
import fc from "fast-check";
import { expect, it, onTestFinished } from "vitest";
import { lint, loadSchemas } from "../../src/index.js";

const seed = Number(process.env.SEED ?? 20_261_124);
const shared = fileURLToPath(new URL("../lint/valid/shared", import.meta.url));

const types = fc.constantFrom("null", "boolean", "integer", "number", "string", "array", "object");
const one = (keyword: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<object> =>
  value.map((each) => ({ [keyword]: each }));
const scalars = fc.constantFrom<Json>(null, true, 0, 0.5, 3, "", "ab");
const inner = fc.oneof(one("type", types), one("const", scalars), one("minimum", fc.constantFrom(0, 3)));
const keywords = fc.oneof(
  one("type", types),
  one("type", fc.uniqueArray(types, { minLength: 1, maxLength: 3 })),
  one("const", scalars),
  one("enum", fc.uniqueArray(scalars, { minLength: 1, maxLength: 2 })),
  one("minimum", fc.constantFrom(0, 3)),
  one("maximum", fc.constantFrom(0, 0.5, 2)),
  one("minLength", fc.constantFrom(0, 3)),
  one("maxLength", fc.constantFrom(0, 2)),
  one("items", inner),
  one("minItems", fc.constantFrom(0, 1)),
  one("allOf", fc.array(inner, { minLength: 1, maxLength: 2 })),
  one("anyOf", fc.array(inner, { minLength: 1, maxLength: 2 })),
);
/** Schemas of a field: some contradict themselves, some are plain, some are neither. */
const fields = fc
  .array(keywords, { minLength: 1, maxLength: 3 })
  .map((parts): Json => Object.assign({ description: "Something." }, ...parts));

it("reports a field exactly when no value satisfies it", () => {
  const folder = mkdtempSync(join(tmpdir(), "metric-events-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(shared, join(folder, "shared"), { recursive: true });
  mkdirSync(join(folder, "events"));
  const schemas = fc.sample(fields, { seed, numRuns: 300 });
  for (const [index, field] of schemas.entries()) {
    const event = {
      title: "DoorOpened",
      description: "Somebody opened a door.",
      type: "object",
      allOf: [{ $ref: "../shared/event.schema.json" }],
      properties: { event: { const: `door_${index}` }, field },
    };
    writeFileSync(join(folder, "events", `door_${index}.schema.json`), JSON.stringify(event));
  }
  const reported = new Set(
    lint(loadSchemas(folder))
      .filter(({ code, location }) => code === "contradiction" && location.pointer === "/properties/field")
      .map(({ location }) => Number(/door_(\d+)/.exec(location.file)?.[1])),
  );
  const empty = schemas.map((schema) => isEmpty(schema).verdict === "empty");
  expect(empty).toContain(true);
  expect(empty).toContain(false);
  expect(
    schemas.filter((_, index) => reported.has(index) !== empty[index]),
    `SEED=${seed}`,
  ).toEqual([]);
});
