import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { lint, loadSchemas } from "@metric-events/schema";
import { below, printedSeed, seededRandom, temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { type NewEventOptions, newEvent, ProjectError } from "../../src/index.js";

const envelope = {
  title: "Event",
  description: "The envelope.",
  type: "object",
  required: ["timestamp", "event"],
  properties: {
    timestamp: { description: "When.", type: "number", kind: "identifier", unit: "s" },
    event: { description: "Which.", type: "string", kind: "identifier" },
  },
};

function schemasFolder(files: Readonly<Record<string, object>> = { "shared/event.schema.json": envelope }): string {
  const folder = temporaryFolder();
  for (const sub of ["events", "shared", "common"]) mkdirSync(join(folder, sub));
  for (const [path, schema] of Object.entries(files)) writeFileSync(join(folder, path), JSON.stringify(schema));
  return folder;
}

it("whatever the fields are, the lint has nothing against the event once all is described", () => {
  const random = seededRandom(printedSeed("new event"));
  const pick = <T>(...values: readonly T[]): T => values[below(random, values.length)] as T;
  let [written, objects] = [0, 0];
  // Some seeds take longer to come upon objects.
  const isSeen = (): boolean => objects > 5;
  for (let round = 0; round < 15 || !isSeen(); round++) {
    const schemas = schemasFolder();
    const fields: string[] = [];
    const add = (parent: string, depth: number): void => {
      for (let index = below(random, 4); index >= 0; index--) {
        const type = pick("string", "integer", "number", "boolean", ...(depth < 3 ? ["object"] : []));
        const name = `${parent}${pick("a", "b_c", "camelCase", "x1")}${index}`;
        const unit =
          type === "number" ? `:${pick("s", "EUR", "{item}", "1")}` : type === "integer" ? pick("", ":By") : "";
        fields.push(`${name}${pick("", "?")}:${type}${pick("", "[]")}${unit} What ${index} is.`);
        if (type !== "object") continue;
        objects++;
        add(`${name}.`, depth + 1);
      }
    };
    add("", 0);
    const { file, unwritten } = newEvent({ schemas, name: "thing_done", description: "Something happened.", fields });
    expect({ fields, unwritten, found: lint(loadSchemas(schemas)) }).toEqual({ fields, unwritten: [], found: [] });
    // The text has the form that it is written in.
    expect(Object.keys(JSON.parse(readFileSync(file, "utf8")).properties)[0]).toBe("event");
    written++;
  }
  expect(Math.min(written, objects)).toBeGreaterThan(5);
});

it("what it says is left to write is what the lint finds", () => {
  const schemas = schemasFolder();
  const { unwritten } = newEvent({ schemas, name: "thing_done", fields: ["a:number", "b:object[]", "c?:string"] });
  const found = lint(loadSchemas(schemas));
  const facts = ({ code, location: { line, column, pointer } }: (typeof found)[number]) => ({
    code,
    line,
    column,
    pointer,
  });
  expect(unwritten.map(facts)).toEqual(found.map(facts));
  expect(found.length).toBe(6);
});

const event = (name: string, title: string) => ({
  title,
  description: "An event.",
  type: "object",
  allOf: [{ $ref: "../common/base.schema.json" }],
  properties: { event: { const: name } },
});

it("the envelope is the shared schema that events use, wherever it is", () => {
  const schemas = schemasFolder({
    "shared/event.schema.json": envelope,
    "common/base.schema.json": { ...envelope, $schema: "../meta/event.schema.json", title: "Base" },
    "events/a_b.schema.json": event("a_b", "AB"),
  });
  const { file } = newEvent({ schemas, name: "c_d", fields: [] });
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({
    $schema: "../meta/event.schema.json",
    allOf: [{ $ref: "../common/base.schema.json" }],
  });
});

it.each<[string, Partial<NewEventOptions>, string]>([
  ["a path for a name", { name: "../a" }, "invalid-event"],
  ["a name that is taken", { name: "thing_done" }, "event-exists"],
  ["a reserved field", { name: "other_done", fields: ["hasOwnProperty:string"] }, "invalid-event"],
  ["a field of the envelope", { name: "other_done", fields: ["timestamp:number:s"] }, "invalid-event"],
])("refuses %s, and writes nothing", (_, options, code) => {
  const schemas = schemasFolder();
  newEvent({ schemas, name: "thing_done", fields: [] });
  const before = loadSchemas(schemas).files.map(({ path }) => basename(path));
  const attempt = () => newEvent({ schemas, name: "x_y", fields: [], ...options });
  expect(attempt).toThrow(ProjectError);
  expect(attempt).toThrow(expect.objectContaining({ code }));
  expect(loadSchemas(schemas).files.map(({ path }) => basename(path))).toEqual(before);
});

it("problems of other files do not stand in the way", () => {
  const schemas = schemasFolder({
    "shared/event.schema.json": envelope,
    "events/bad.schema.json": { title: "Bad", type: "object" },
  });
  expect(newEvent({ schemas, name: "good_one", description: "Fine.", fields: [] }).unwritten).toEqual([]);
});
