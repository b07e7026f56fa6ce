import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadUsableSchemas } from "@metric-events/schema";
import { ProjectCache } from "@metric-events/system";
import { temporaryFolder, writeFiles } from "@metric-events/test-support";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { ForeignFileError, generateProject, OutputClashError } from "../src/index.js";

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

/** A definition with a name, and one that only some events narrow. */
const fields = {
  $defs: {
    money: {
      title: "Money",
      description: "An amount.",
      type: "object",
      required: ["amount"],
      properties: { amount: { description: "How much.", type: "number", unit: "{EUR}" } },
    },
    place: {
      description: "Where it was.",
      type: "object",
      properties: {
        at: {
          title: "Spot",
          description: "The spot.",
          type: "object",
          properties: { row: { description: "Its row.", type: "string" } },
        },
      },
    },
  },
};

function event(name: string, properties: object = {}): object {
  const title = name.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return {
    title,
    description: "Something happened.",
    allOf: [{ $ref: "../shared/event.schema.json" }],
    properties: { event: { const: name }, ...properties },
  };
}

const price = { price: { description: "What it costs.", $ref: "../shared/fields.schema.json#/$defs/money" } };
const place = { place: { $ref: "../shared/fields.schema.json#/$defs/place" } };
const narrowed = {
  place: {
    allOf: [{ $ref: "../shared/fields.schema.json#/$defs/place" }],
    properties: { at: { properties: { row: { description: "Its row.", enum: ["a", "b"] } } } },
  },
};

describe("generateProject that remembers", () => {
  let project: string;
  let out: string;
  let schemas: string;
  beforeEach(() => {
    const previous = process.env["XDG_CACHE_HOME"];
    process.env["XDG_CACHE_HOME"] = temporaryFolder();
    onTestFinished(() => {
      if (previous === undefined) delete process.env["XDG_CACHE_HOME"];
      else process.env["XDG_CACHE_HOME"] = previous;
    });
    project = temporaryFolder();
    out = join(project, "out");
    schemas = join(project, "schemas");
    mkdirSync(join(project, "node_modules"));
    writeFiles(schemas, {
      "shared/event.schema.json": envelope,
      "shared/fields.schema.json": fields,
      "events/door_opened.schema.json": event("door_opened"),
      "events/order_paid.schema.json": event("order_paid", { ...price, ...place }),
    });
  });

  const reference = (): string => join(out, "events.md");
  const generate = async (): Promise<string[]> => {
    const set = loadUsableSchemas(schemas);
    const changes = await generateProject(set, { out, reference: reference(), memory: ProjectCache.of(schemas) });
    const fresh = join(temporaryFolder(), "out");
    await generateProject(set, { out: fresh, reference: join(fresh, "events.md") });
    expect(contentOf(out)).toEqual(contentOf(fresh));
    return changes.map(({ path, action }) => `${action} ${path.slice(out.length + 1)}`).toSorted();
  };

  it("writes everything once, and then only what changed", async () => {
    expect(await generate()).toHaveLength(8);
    expect(await generate()).toEqual([]);
    writeFiles(schemas, {
      "events/door_opened.schema.json": { ...event("door_opened"), description: "A door opened." },
    });
    expect(await generate()).toEqual(["update door-opened.ts", "update events.md"]);
    expect(await generate()).toEqual([]);
  });

  it.each<[string, Record<string, unknown>]>([
    [
      "a field",
      { "events/door_opened.schema.json": event("door_opened", { door: { description: "Which.", type: "string" } }) },
    ],
    ["another use of a definition", { "events/door_opened.schema.json": event("door_opened", price) }],
    ["the last use of a definition", { "events/order_paid.schema.json": event("order_paid", place) }],
    [
      "a definition",
      {
        "shared/fields.schema.json": {
          $defs: { ...fields.$defs, money: { ...fields.$defs.money, description: "A sum." } },
        },
      },
    ],
    ["the envelope", { "shared/event.schema.json": { ...envelope, description: "What all have." } }],
    ["a new event", { "events/alarm.schema.json": event("alarm", place) }],
    ["a type in place that an event narrows", { "events/alarm.schema.json": event("alarm", narrowed) }],
  ])("writes what a change of %s makes, and what undoing it does", async (_, files) => {
    const before = Object.fromEntries(Object.keys(files).map((path) => [path, readIfThere(join(schemas, path))]));
    await generate();
    writeFiles(schemas, files);
    expect(await generate()).not.toEqual([]);
    for (const [path, text] of Object.entries(before)) {
      if (text === undefined) rmSync(join(schemas, path));
      else writeFileSync(join(schemas, path), text);
    }
    expect(await generate()).not.toEqual([]);
    expect(await generate()).toEqual([]);
  });

  it("mends what somebody did to generated files", async () => {
    await generate();
    writeFileSync(join(out, "door-opened.ts"), `${readFileSync(join(out, "door-opened.ts"), "utf8")}// more\n`);
    rmSync(join(out, "shared.ts"));
    rmSync(reference());
    expect(await generate()).toEqual(["create events.md", "create shared.ts", "update door-opened.ts"]);
  });

  it("refuses two outputs at one path, through links, too, and writes nothing", async () => {
    const set = loadUsableSchemas(schemas);
    const folder = temporaryFolder();
    mkdirSync(join(folder, "real"));
    symlinkSync("real", join(folder, "link"));
    const at = (...parts: readonly string[]): string => join(folder, ...parts);
    for (const options of [
      { reference: at("real/x.py"), python: at("link/x.py") },
      { reference: at("new/x.py"), python: at("other/../new/x.py") },
      { out: at("link"), reference: at("real/index.ts") },
      { out: at("new/x.py"), python: at("new/x.py") },
      { out: at("new/x.py/deeper"), python: at("new/x.py") },
      { reference: at("real/x.py"), python: at("real/x.py/y.py") },
    ]) {
      for (const isCheck of [true, false]) {
        await expect(generateProject(set, { ...options, isCheck }), JSON.stringify(options)).rejects.toThrow(
          OutputClashError,
        );
      }
    }
    expect(readdirSync(folder, { recursive: true }).toSorted()).toEqual(["link", "real"]);
    await generateProject(set, { out: at("link"), reference: at("real/x.md"), python: at("link/x.py") });
    await expect(generateProject(set, { reference: at("real/x.py") })).rejects.toThrow(ForeignFileError);
    await expect(generateProject(set, { python: at("real/x.md") })).rejects.toThrow(ForeignFileError);
    await expect(generateProject(set, { python: at("real/index.ts") })).rejects.toThrow(ForeignFileError);
  });

  it("removes what belongs to an event that is gone", async () => {
    await generate();
    rmSync(join(schemas, "events/order_paid.schema.json"));
    expect(await generate()).toContain("remove order-paid.ts");
  });

  it("does not touch what is up to date", async () => {
    await generate();
    const times = readdirSync(out).map((name) => statSync(join(out, name)).mtimeMs);
    await generate();
    expect(readdirSync(out).map((name) => statSync(join(out, name)).mtimeMs)).toEqual(times);
  });

  it.each(["", "{", "metric-events cache 1"])("does without a record that says %j", async (text) => {
    await generate();
    const cache = join(project, "node_modules/.cache/metric-events");
    for (const name of readdirSync(cache)) writeFileSync(join(cache, name), text);
    expect(await generate()).toEqual([]);
  });
});

function contentOf(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

function readIfThere(path: string): string | undefined {
  return statSync(path, { throwIfNoEntry: false }) === undefined ? undefined : readFileSync(path, "utf8");
}
