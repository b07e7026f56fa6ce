import { describe, expect, it } from "vitest";
import { Bundler, lint, parseSchemas, type SchemaText, type SourceLocation } from "../src/index.js";

const texts: readonly SchemaText[] = [
  {
    path: "events/door_opened.schema.json",
    text: `{
  "title": "DoorOpened",
  "description": "Somebody opened a door.",
  "type": "object",
  "allOf": [{ "$ref": "../shared/event.schema.json" }],
  "properties": {
    "event": { "const": "door_opened" },
    "door": { "$ref": "../shared/fields.schema.json#/$defs/the~1door" }
  }
}`,
  },
  {
    path: "shared/event.schema.json",
    text: `\uFEFF{
  "title": "Event",
  "description": "What every event has.",
  "type": "object",
  "required": ["timestamp", "event"],
  "properties": {
    "timestamp": { "description": "When.", "type": "number", "kind": "identifier", "unit": "s" },
    "event": { "description": "Which.", "type": "string", "kind": "identifier" }
  }
}`,
  },
  {
    path: "shared/fields.schema.json",
    text: `{
  "description": "Fields.",
  "$defs": {
    "the/door": {
      "description": "Which door.",
      "type": "string",
      "kind": "dimension"
    }
  }
}`,
  },
  { path: "shared/unused.schema.json", text: `{ "description": "Nothing refers to it." }` },
  { path: "meta/event.schema.json", text: "not looked at" },
  { path: "README.md", text: "neither" },
];

describe("schemas that are not in a folder", () => {
  it("are parsed like those in a folder", () => {
    const set = parseSchemas("git:v1.0.0:schemas", texts);
    expect(lint(set)).toEqual([]);
    expect(set.files.map(({ path, role, stem }) => [path, role, stem])).toEqual([
      ["git:v1.0.0:schemas/events/door_opened.schema.json", "event", "door_opened"],
      ["git:v1.0.0:schemas/shared/event.schema.json", "shared", "event"],
      ["git:v1.0.0:schemas/shared/fields.schema.json", "shared", "fields"],
      ["git:v1.0.0:schemas/shared/unused.schema.json", "shared", "unused"],
    ]);
  });

  it("say what is wrong with them", () => {
    const { diagnostics } = parseSchemas("old", [{ path: "events/a.schema.json", text: '{"title":' }]);
    expect(diagnostics.map(({ code, location }) => [code, location.file])).toEqual([
      ["not-json", "old/events/a.schema.json"],
    ]);
    expect(parseSchemas("old", []).diagnostics.map(({ code }) => code)).toEqual(["no-events"]);
  });
});

describe("a bundle", () => {
  const set = parseSchemas("schemas", texts);
  const [file] = set.files;
  if (file === undefined) throw new Error("no file");
  const bundler = new Bundler(set, (keyword) => keyword === "kind");
  const bundle = bundler.bundle(file, bundler.reference(file, ""));
  const [event, envelope, fields] = ["event", "envelope", "fields"].map((_, index) => String(index));

  it("has what the event refers to, and nothing else", () => {
    expect(Object.keys(bundle.$defs).map((name) => bundler.fileOf(name).path)).toEqual([
      "schemas/events/door_opened.schema.json",
      "schemas/shared/event.schema.json",
      "schemas/shared/fields.schema.json",
    ]);
    expect(bundle.$ref).toBe("#/%24defs/0");
    expect(bundle.$defs[event ?? ""]?.properties?.["door"]).toEqual({ $ref: "#/%24defs/2/%24defs/the~1door" });
  });

  it("leaves out what decides nothing, except what is to be kept", () => {
    expect(bundle.$defs[fields ?? ""]).toEqual({ $defs: { "the/door": { type: "string", kind: "dimension" } } });
  });

  it("knows where each value stands in the files", () => {
    expect(placeOf(bundler.locate(`/$defs/${fields}/$defs/the~1door/type`))).toBe(
      "schemas/shared/fields.schema.json:6:7 /$defs/the~1door/type",
    );
    expect(placeOf(bundler.locate(`/$defs/${envelope}/required/1`))).toBe(
      "schemas/shared/event.schema.json:5:29 /required/1",
    );
    expect(placeOf(bundler.locate(`/$defs/${event}/properties/no/such`))).toBe(
      "schemas/events/door_opened.schema.json:6:3 /properties/no/such",
    );
    expect(bundler.locate("")).toBeUndefined();
  });
});

function placeOf(location: SourceLocation | undefined): string {
  if (location === undefined) return "nowhere";
  const { file, line, column, pointer } = location;
  return `${file}:${line}:${column} ${pointer}`;
}
