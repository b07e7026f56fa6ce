import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { lint, loadSchemas, parseSchemas } from "@metric-events/schema";
import { temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { completionsOf, filledIn, hoverOf, warningsOf } from "./support/editor.js";
import { mustRun } from "./support/run.js";

// What an author sees in an editor, from the meta-schema alone.

const file = pathToFileURL(resolve("schemas/events/order_placed.schema.json"));
const envelope = readFileSync("schemas/shared/event.schema.json", "utf8");
const head = '"$schema": "../meta/event.schema.json",';

/** An event with these fields, one a line from line 7 on. */
function event(fields: readonly string[], title = '"title": "OrderPlaced",'): string {
  return `{
  ${head}
  ${title} "description": "A customer placed an order.",
  "type": "object",
  "allOf": [{ "$ref": "../shared/event.schema.json" }],
  "properties": { "event": { "const": "order_placed" }${fields.map((field) => `,\n${field}`).join("")} }
}`;
}

/** What the linter says of the same text, each as `line: code`. */
function lintOf(text: string): string[] {
  const set = parseSchemas("schemas", [
    { path: "events/order_placed.schema.json", text },
    { path: "shared/event.schema.json", text: envelope },
  ]);
  return lint(set)
    .filter(({ location }) => location.file.includes("order_placed"))
    .map(({ code, location }) => `${location.line}: ${code}`);
}

function linesOf(list: readonly string[]): Set<number> {
  return new Set(list.map((each) => Number.parseInt(each, 10)));
}

/** The files of `schemas/` in a folder, as paths from the folder. */
function schemaFiles(folder: string): string[] {
  return ["events", "shared"].flatMap((name) =>
    readdirSync(join(folder, "schemas", name)).map((each) => `schemas/${name}/${each}`),
  );
}

describe("an editor says what the linter says, at the same lines", () => {
  const mistakes = {
    "a misspelt keyword": [
      event(['"a": { "type": "string", "descripton": "x" }']),
      ["unknown-keyword", "missing-description"],
    ],
    "a kind that is none": [
      event(['"a": { "type": "number", "kind": "measur", "description": "x" }']),
      ["bad-keyword-value"],
    ],
    "a type that is none": [event(['"a": { "type": "text", "description": "x" }']), ["bad-keyword-value"]],
    "an event without a title": [event([], ""), ["missing-title"]],
    "a field without a description": [event(['"a": { "type": "string" }']), ["missing-description"]],
    "a field of an element without a description": [
      event([
        '"a": { "type": "array", "description": "x", "items": { "type": "object", "properties": {\n"b": { "type": "boolean" } } } }',
      ]),
      ["missing-description"],
    ],
    "a number without a unit": [event(['"a": { "type": "number", "description": "x" }']), ["missing-unit"]],
    "a number or null without a unit": [
      event(['"a": { "type": ["number", "null"], "description": "x" }']),
      ["missing-unit"],
    ],
    "a whole number to measure without a unit": [
      event(['"a": { "type": "integer", "kind": "measure", "description": "x" }']),
      ["missing-unit"],
    ],
    "a titled type without a description": [
      event(['"a": { "description": "x", "type": "array", "items": {\n"title": "Item", "type": "string" } }']),
      ["missing-description"],
    ],
    "a description that is still a stub": [
      event(['"a": { "type": "string", "description": "TODO: say" }']),
      ["stub-description"],
    ],
  } as const;
  it.for(Object.entries(mistakes))("%s", async ([, [text, codes]]) => {
    const said = lintOf(text);
    expect(said.map((each) => each.replace(/^\d+: /, "")).toSorted()).toEqual([...codes].toSorted());
    const warnings = await warningsOf(file, text);
    // The title is missed in the object, which begins on line 1, as the linter says too.
    expect(linesOf(warnings)).toEqual(linesOf(said));
  });
});

describe("no warning where the linter finds nothing", () => {
  it("in the schemas of the runner events", async () => {
    for (const path of schemaFiles(".")) {
      expect(await warningsOf(pathToFileURL(resolve(path)), readFileSync(path, "utf8")), path).toEqual([]);
    }
  });

  it("in the schemas that the linter is tested with", async () => {
    let looked = 0;
    for (const folder of readdirSync("packages/schema/test/lint")) {
      const set = await loadSchemas(`packages/schema/test/lint/${folder}`);
      const found = lint(set);
      // The linter looks no further than keywords that cannot be read.
      if (found.some(({ code }) => code === "bad-keyword-value")) continue;
      for (const { path } of set.files) {
        const withSchema = readFileSync(path, "utf8")
          .replace(/^\uFEFF/, "")
          .replace("{", `{ ${head}`);
        const lines = new Set(
          found.filter(({ location }) => location.file === path).map(({ location }) => location.line),
        );
        const warnings = await warningsOf(file, withSchema);
        const unsaid = warnings.filter((each) => !lines.has(Number.parseInt(each, 10)));
        // A second "$schema" is of this test's making.
        expect(
          unsaid.filter((each) => !each.includes("Duplicate")),
          path,
        ).toEqual([]);
        looked++;
      }
    }
    expect(looked).toBeGreaterThan(100);
  });

  it("in a project of one's own, where $schema leads to the installed package", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "package.json"), '{ "name": "shop", "type": "module" }');
    mkdirSync(join(folder, "src"));
    mkdirSync(join(folder, "node_modules/@metric-events"), { recursive: true });
    symlinkSync(resolve("packages/cli"), join(folder, "node_modules/@metric-events/cli"));
    const command = resolve("packages/cli/dist/main.js");
    mustRun(process.execPath, [command, "init", "--yes"], { cwd: folder });
    mustRun(process.execPath, [command, "new", "order_placed", "An order.", "--field", "amount:number:EUR"], {
      cwd: folder,
    });
    const seen = await Promise.all(
      schemaFiles(folder).map(async (name) => {
        const url = pathToFileURL(join(folder, name));
        return [name, await warningsOf(url, readFileSync(url, "utf8"))] as const;
      }),
    );
    const stub = expect.stringContaining("Still a stub: say what the value means");
    expect(Object.fromEntries(seen)).toEqual({
      "schemas/events/job_finished.schema.json": [],
      "schemas/events/order_placed.schema.json": [stub],
      "schemas/shared/event.schema.json": [],
    });
  });
});

describe("an editor completes", () => {
  it("keywords, with values to fill in", async () => {
    const proposed = await completionsOf(file, `{ ${head} "properties": { "a": { | } } }`);
    expect([...proposed.keys()]).toEqual(
      expect.arrayContaining(["description", "type", "unit", "kind", "partOf", "since"]),
    );
    expect(proposed.get("properties")).toBe('"properties": {$1}');
    expect(proposed.get("description")).toBe('"description": "$1"');
  });

  it.for([
    ["type", ['"array"', '"boolean"', '"integer"', '"null"', '"number"', '"object"', '"string"']],
    ["kind", ['"count"', '"dimension"', '"identifier"', '"measure"', '"text"']],
  ] as const)("values of %s", async ([keyword, values]) => {
    const proposed = await completionsOf(file, `{ ${head} "properties": { "a": { "${keyword}": | } } }`);
    expect([...proposed.keys()].toSorted()).toEqual(values);
  });

  it("a new event, whose snippet passes the linter as it is", async () => {
    const proposed = await completionsOf(new URL("file:///schemas/events/order_placed.schema.json"), "|");
    expect(lintOf(filledIn(proposed.get("event") ?? ""))).toEqual([]);
  });

  it("new fields, whose snippets pass the linter once they are described", async () => {
    const proposed = await completionsOf(file, event(['"a": |']));
    const labels = ["measure", "count", "dimension", "identifier", "text", "enum", "flag", "shared field"];
    expect([...proposed.keys()]).toEqual(expect.arrayContaining(labels));
    for (const label of labels.filter((each) => each !== "shared field")) {
      const field = filledIn(proposed.get(label) ?? "").replace('"description": ""', '"description": "What it says."');
      const text = event([`"a": ${field}`]);
      expect(lintOf(text), label).toEqual([]);
      expect(await warningsOf(file, text), label).toEqual([]);
    }
  });
});

it("an editor shows what a keyword means", async () => {
  expect(await hoverOf(file, event(['"a": { "un|it": "s" }']))).toContain("UCUM");
  expect(await hoverOf(file, event(['"a": { "kind": "mea|sure" }']))).toContain("percentiles");
});

it("the meta-schema has every keyword, and describes what its subschemas describe", () => {
  const { $defs } = JSON.parse(readFileSync("schemas/meta/event.schema.json", "utf8"));
  const { schema, described } = $defs;
  const holding = Object.entries<Record<string, unknown>>(schema.properties).flatMap(([keyword, value]) =>
    JSON.stringify(value).includes('"#/$defs/schema"') ? [keyword] : [],
  );
  // What a test holds describes nothing.
  const tests = new Set(["not", "if", "contains", "propertyNames"]);
  const wanted = holding.filter((keyword) => !tests.has(keyword));
  expect(Object.keys(described.then.properties)).toEqual(expect.arrayContaining(wanted));
});
