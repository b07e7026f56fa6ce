import { rmSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder, writeFiles } from "@metric-events/test-support";
import { beforeEach, describe, expect, it } from "vitest";
import { buildCatalogue, loadUsableEvent, loadUsableSchemas, UnusableSchemasError } from "../src/index.js";

const envelope = {
  title: "Event",
  description: "The envelope of every event.",
  type: "object",
  required: ["timestamp", "event"],
  properties: {
    timestamp: { description: "When it happened.", type: "number", kind: "identifier", unit: "s" },
    event: { description: "Which event it is.", type: "string", kind: "identifier" },
  },
};

const fields = {
  $defs: { door: { description: "Which door.", kind: "dimension", $ref: "names.schema.json#/$defs/name" } },
};
const names = { $defs: { name: { description: "A name.", type: "string" } } };

function event(name: string, more: object = {}): object {
  const title = name.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return {
    title,
    description: "A door moved.",
    allOf: [{ $ref: "../shared/event.schema.json" }],
    required: ["door"],
    properties: { event: { const: name }, door: { $ref: "../shared/fields.schema.json#/$defs/door" } },
    ...more,
  };
}

describe("loadUsableEvent", () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder();
    writeFiles(folder, {
      "shared/event.schema.json": envelope,
      "shared/fields.schema.json": fields,
      "shared/names.schema.json": names,
      "events/door_opened.schema.json": event("door_opened"),
      "events/door_closed.schema.json": event("door_closed", { ends: "door_opened" }),
      "events/alarm.schema.json": event("alarm"),
    });
  });

  const loaded = (name: string): string[] | undefined => loadUsableEvent(folder, name)?.files.map(({ stem }) => stem);

  it("loads what the event refers to, and nothing else", () => {
    expect(loaded("door_opened")).toEqual(["door_opened", "event", "fields", "names"]);
    expect(loaded("door_closed")).toEqual(["door_closed", "door_opened", "event", "fields", "names"]);
  });

  it.each(["door_opened", "door_closed", "alarm"])("describes %s as the whole folder does", (name) => {
    const set = loadUsableEvent(folder, name);
    if (set === undefined) throw new Error("it should be found");
    const [alone, whole] = [set, loadUsableSchemas(folder)].map((each) => {
      const { events, definitions } = buildCatalogue(each);
      const found = events.find(({ eventName }) => eventName === name);
      return { ...found, file: found?.file.path, definitions };
    });
    expect(alone).toEqual(whole);
  });

  it("does not mind mistakes in files that the event does not need", () => {
    writeFiles(folder, {
      "events/alarm.schema.json": "{",
      "events/other.json": "{}",
      "shared/odd.schema.json": { typ: 1 },
    });
    expect(loaded("door_opened")).toEqual(["door_opened", "event", "fields", "names"]);
    expect(() => loadUsableSchemas(folder)).toThrow(UnusableSchemasError);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["in its file", { "events/door_opened.schema.json": event("door_opened", { typ: 1 }) }, 'unknown keyword "typ"'],
    [
      "in a file that it refers to through others",
      { "shared/names.schema.json": { $defs: { name: { type: "strng" } } } },
      '"type"',
    ],
    ["by a file that is not JSON", { "shared/names.schema.json": "{" }, "unexpected end of the text"],
    [
      "by another file that claims its name",
      { "events/zz.schema.json": event("door_opened") },
      'the event "door_opened" is already described',
    ],
  ])("refuses a mistake %s", (_, files, message) => {
    writeFiles(folder, files);
    expect(() => loadUsableEvent(folder, "door_opened")).toThrow(message);
  });

  it.each<[string, string, Record<string, unknown>]>([
    ["a file of another name", "bell_rang", { "events/bell.schema.json": event("bell_rang") }],
    ["no file", "bell_rang", {}],
    ["two files of this name", "alarm", { "events/more/alarm.schema.json": event("alarm") }],
    [
      "a reference by $id",
      "alarm",
      { "events/alarm.schema.json": event("alarm", { allOf: [{ $ref: "https://example.com/event" }] }) },
    ],
    [
      "a reference to a file that is not there",
      "alarm",
      { "events/alarm.schema.json": event("alarm", { allOf: [{ $ref: "nowhere.schema.json" }] }) },
    ],
    ["an event to end that is not there", "alarm", { "events/alarm.schema.json": event("alarm", { ends: "fire" }) }],
  ])("leaves an event with %s to those who load the whole folder", (_, name, files) => {
    writeFiles(folder, files);
    expect(loaded(name)).toBeUndefined();
  });

  it("finds nothing in a folder that is not there", () => {
    rmSync(folder, { recursive: true });
    expect(loaded("alarm")).toBeUndefined();
    expect(loadUsableEvent(join(folder, "schemas"), "alarm")).toBeUndefined();
  });
});
