import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder, writeFiles } from "@metric-events/test-support";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { formatDiagnostic, type LintCache, lint, lintCacheOf, loadSchemas } from "../../src/index.js";

const cases = fileURLToPath(new URL("../lint/", import.meta.url));

describe("lint with a cache", () => {
  let project: string;
  let schemas: string;
  beforeEach(() => {
    const previous = process.env["XDG_CACHE_HOME"];
    process.env["XDG_CACHE_HOME"] = temporaryFolder();
    onTestFinished(() => {
      if (previous === undefined) delete process.env["XDG_CACHE_HOME"];
      else process.env["XDG_CACHE_HOME"] = previous;
    });
    project = temporaryFolder();
    schemas = join(project, "schemas");
    mkdirSync(join(project, "node_modules"));
  });

  const messages = (cache?: LintCache): string[] => lint(loadSchemas(schemas), cache).map(formatDiagnostic);
  const cached = (): string[] => messages(lintCacheOf(schemas));
  const edit = (path: string, change: (text: string) => string): void => {
    const file = join(schemas, path);
    writeFileSync(file, change(readFileSync(file, "utf8")));
  };

  const names = readdirSync(cases);
  it("has cases", () => expect(names.length).toBeGreaterThan(50));

  it.each(names)("finds in %s what it finds without, at each run", (name) => {
    cpSync(join(cases, name), schemas, { recursive: true });
    const plain = messages();
    expect([cached(), cached()]).toEqual([plain, plain]);
  });

  describe("of a set without mistakes", () => {
    beforeEach(() => {
      writeFiles(schemas, { "shared/event.schema.json": envelope, "shared/fields.schema.json": fields });
      for (const name of ["door_opened", "door_closed"]) {
        writeFiles(schemas, { [`events/${name}.schema.json`]: event(name) });
      }
      expect(cached()).toEqual([]);
    });

    it.each<[string, () => void]>([
      ["in a file", () => edit("events/door_opened.schema.json", (text) => text.replace('"type"', '"tpye"'))],
      [
        "in what files refer to",
        () => edit("shared/fields.schema.json", (text) => text.replace('"string"', '"strng"')),
      ],
      [
        "that makes an example of another file wrong",
        () =>
          edit("shared/fields.schema.json", (text) =>
            text.replace('"type": "string"', '"type": "string", "minLength": 9'),
          ),
      ],
      ["of the envelope", () => edit("shared/event.schema.json", (text) => text.replace('"timestamp",', ""))],
      [
        "by a title that another file has",
        () => writeFiles(schemas, { "events/alarm.schema.json": { ...event("alarm"), title: "DoorOpened" } }),
      ],
      ["by an event of the same name", () => writeFiles(schemas, { "events/alarm.schema.json": event("door_opened") })],
      [
        "by an event that ends another",
        () => writeFiles(schemas, { "events/alarm.schema.json": { ...event("alarm"), ends: "door_shut" } }),
      ],
      [
        "by two files of one $id",
        () => {
          for (const name of ["door_opened", "door_closed"]) {
            writeFiles(schemas, {
              [`events/${name}.schema.json`]: { $id: "https://example.com/door", ...event(name) },
            });
          }
        },
      ],
      ["by a text that is not JSON", () => edit("events/door_opened.schema.json", (text) => text.slice(0, -3))],
      [
        "by a duplicate key",
        () => edit("events/door_opened.schema.json", (text) => text.replace("{", '{"type": "object",')),
      ],
      ["by a file that is called otherwise", () => writeFiles(schemas, { "events/door.json": {} })],
    ])("finds a mistake %s", (_, change) => {
      change();
      const plain = messages();
      expect(plain.length).toBeGreaterThan(0);
      expect([cached(), cached()]).toEqual([plain, plain]);
    });

    it("finds that an event that is new has the name of pairs", () => {
      const closed = { ...event("door_closed"), ends: "door_opened", pairs: "alarm" };
      const opened = event("door_opened") as { readonly properties: object };
      const properties = {
        ...opened.properties,
        door: { $ref: "../shared/fields.schema.json#/$defs/door", kind: "dimension" },
      };
      writeFiles(schemas, { "events/door_opened.schema.json": { ...opened, properties } });
      writeFiles(schemas, {
        "events/door_closed.schema.json": { ...closed, properties: { ...properties, event: { const: "door_closed" } } },
      });
      expect(cached()).toEqual([]);
      writeFiles(schemas, { "events/alarm.schema.json": event("alarm") });
      expect(cached().join()).toContain("(pairs-taken)");
      expect(cached()).toEqual(messages());
    });

    it("keeps nothing of what was there before", () => {
      const cache = join(project, "node_modules/.cache/metric-events");
      const sizes = [cacheBytes(cache)];
      for (const name of ["a", "b", "c"]) {
        edit("events/door_opened.schema.json", (text) =>
          text.replace(/"A door[^"]*"/, `"A door was opened by ${name}."`),
        );
        expect(cached()).toEqual([]);
        sizes.push(cacheBytes(cache));
      }
      expect(new Set(sizes).size).toBe(1);
    });
  });
});

function cacheBytes(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + readFileSync(join(folder, name)).length, 0);
}

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

const fields = { $defs: { door: { description: "Which door.", type: "string", examples: ["front"] } } };

function event(name: string): object {
  const title = name.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return {
    title,
    description: "A door moved.",
    type: "object",
    allOf: [{ $ref: "../shared/event.schema.json" }],
    required: ["door"],
    properties: {
      event: { const: name },
      door: { $ref: "../shared/fields.schema.json#/$defs/door", examples: ["rear"] },
    },
  };
}
