import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isSchemaObject, lint, mapSubschemas, parseSchemas, type Schema } from "@metric-events/schema";
import { describe, expect, it } from "vitest";
import { compileFiles, filesWithField } from "./fuzz/compile-files.js";

// The official JSON-Schema-Test-Suite: each of its schemas without references as a field of an event, through the generated guard of the
// reader contract. The lint may refuse a schema, but only those listed in official-suite-refused.txt.

interface Group {
  readonly description: string;
  readonly schema: Schema;
  readonly tests: readonly { readonly description: string; readonly data: unknown; readonly valid: boolean }[];
}

const folder = `${
  process.env["JSON_SCHEMA_TEST_SUITE"] ??
  fileURLToPath(new URL("../../../../shared/json-schema-test-suite", import.meta.url))
}/tests/draft2020-12`;
const refused = readFileSync(new URL("official-suite-refused.txt", import.meta.url), "utf8")
  .trim()
  .split("\n");

const isThere = existsSync(folder);
if (!isThere)
  console.warn(`skipped: no ${folder}; name the folder of the JSON-Schema-Test-Suite in JSON_SCHEMA_TEST_SUITE`);

/** Keywords of references, and of vocabularies that event schemas do not have. */
const notAsked = /"\$(ref|dynamicRef|dynamicAnchor|anchor|id|vocabulary|defs)"/;

function groupsOf(file: string): Group[] {
  const groups = JSON.parse(readFileSync(`${folder}/${file}`, "utf8")) as Group[];
  return groups.filter(({ schema }) => !notAsked.test(JSON.stringify(schema)));
}

/** The same schema with what the lint asks of fields, which decides nothing. */
function described(schema: Schema): Schema {
  if (!isSchemaObject(schema)) return schema;
  const { $schema, ...rest } = mapSubschemas(schema, (sub) => described(sub.schema));
  return { description: "A value.", unit: "1", ...rest };
}

/** What the lint refuses since no code can be generated of it. Of the rest, the guard has to be right, too. */
const unfit: ReadonlySet<string> = new Set(["bad-keyword-value", "reserved-name", "unknown-keyword"]);

/** What the lint says of an event with the schema as its field `f`, and the guard of that. */
function guardOf(schema: Schema): { readonly codes: readonly string[]; readonly guard?: (value: unknown) => boolean } {
  const files = filesWithField(described(schema));
  const codes = [...new Set(lint(parseSchemas("schemas", files)).map(({ code }) => code))].toSorted();
  if (codes.some((code) => unfit.has(code))) return { codes };
  const { definition } = compileFiles(files);
  return { codes, guard: (f) => definition.isReadable({ timestamp: 1, event: "thing_happened", f }) };
}

describe.skipIf(!isThere)("the generated guard agrees with the official test suite", () => {
  const files = isThere ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
  const refusedNow: string[] = [];
  const seen = { true: 0, false: 0 };

  for (const file of files) {
    it(file, () => {
      for (const { description, schema, tests } of groupsOf(file)) {
        const { codes, guard } = guardOf(schema);
        refusedNow.push(...codes.map((code) => `${code}: ${file}: ${description}`));
        if (guard === undefined) continue;
        for (const { description: name, data, valid } of tests) {
          seen[`${valid}`]++;
          expect({ description, name, data, valid: guard(data) }).toEqual({ description, name, data, valid });
        }
      }
    });
  }

  it("on hundreds of values, of which the lint refuses the schema of none but those listed", () => {
    expect(seen.true).toBeGreaterThan(300);
    expect(seen.false).toBeGreaterThan(300);
    expect(refusedNow.toSorted().join("\n")).toBe(refused.join("\n"));
  });
});
