import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateProject } from "@metric-events/codegen";
import { parseSchemas, type SchemaText } from "@metric-events/schema";
import { onPath, temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { compileFiles, filesWithField } from "./compile-files.js";
import { Random } from "./random.js";
import { randomEvent } from "./random-instance.js";
import { fieldNames as plainNames, randomSchemaFiles } from "./random-schema.js";

// The Python models of random schemas take every event that readers must take. `PYTHON_SCHEMAS` tries more of them, `SEED` replays.

const seed = Number(process.env["SEED"] ?? 20_261_128);
const schemaCount = Number(process.env["PYTHON_SCHEMAS"] ?? 60);
const eventsPerSchema = 60;

const probe = "import sys, pydantic; print(sys.version.split()[0], pydantic.VERSION)";
const installed = onPath("python3").flatMap((command) => {
  const { status, stdout } = spawnSync(command, ["-c", probe], { encoding: "utf8" });
  return status === 0 ? [[stdout.trim(), command] as const] : [];
});
const pythons = [...new Map(installed)].map(([versions, command]) => ({ command, versions }));
for (const major of ["1", "2"]) {
  if (pythons.some(({ versions }) => versions.split(" ")[1]?.startsWith(`${major}.`))) continue;
  console.warn(`skipped: no Python 3 with pydantic ${major}, so the models for Python are not run with it`);
}

/** Reads lines with the module of each set, and prints one JSON array of what each line gives: its class, or the error. */
const reader = `
import importlib, json, sys, warnings
warnings.simplefilter("error")
sys.path.insert(0, sys.argv[1])
for index in range(int(sys.argv[2])):
    module = importlib.import_module(f"events_{index}")
    found = []
    with open(f"{sys.argv[1]}/{index}.log", "rb") as log:
        for line in log:
            try:
                found.append(type(module.parse_line(line)).__name__)
            except ValueError as error:
                found.append(f"ValueError {error}")
    print(json.dumps(found))
`;

/** Names that mean something in the generated module, or in a class of it. */
const pythonNames = [
  ..."Any ClassVar Dict FrozenSet List Optional Tuple Type Union Literal Field StrictBool StrictStr Model Event EVENTS".split(
    " ",
  ),
  ..."frozenset str int float json math pydantic confloat conint constr parse_event parse_line not_null model_config".split(
    " ",
  ),
  ..."ThingHappened ThingHappenedA ThingHappenedListItem Leaf Tree Pair class None copy fields Config".split(" "),
] as [string, ...string[]];

/** The same schemas with other names of fields. */
function withNames(files: readonly SchemaText[], names: ReadonlyMap<string, string>): SchemaText[] {
  const named = (name: string): string => names.get(name) ?? name;
  const renamed = (value: unknown, isList: boolean): unknown => {
    if (Array.isArray(value))
      return value.map((each) => (isList && typeof each === "string" ? named(each) : renamed(each, false)));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [
        named(key),
        renamed(each, key === "required" || (isList && Array.isArray(each)) || key === "dependentRequired"),
      ]),
    );
  };
  return files.map(({ path, text }) => ({ path, text: JSON.stringify(renamed(JSON.parse(text), false)) }));
}

async function read(
  command: string,
  sets: readonly { readonly files: readonly SchemaText[]; readonly lines: readonly string[] }[],
): Promise<string[][]> {
  const folder = temporaryFolder();
  for (const [index, { files, lines }] of sets.entries()) {
    await generateProject(parseSchemas("schemas", files), { python: join(folder, `events_${index}.py`) });
    writeFileSync(join(folder, `${index}.log`), lines.map((line) => `${line}\n`).join(""));
  }
  const options = { encoding: "utf8", maxBuffer: 1 << 28 } as const;
  const { status, stdout, stderr } = spawnSync(command, ["-c", reader, folder, String(sets.length)], options);
  expect(status, stderr).toBe(0);
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as string[]);
}

const constructs: readonly [name: string, schema: object, valid: readonly unknown[], invalid: readonly unknown[]][] = [
  ["a range", { type: "number", minimum: 0, exclusiveMaximum: 5 }, [0, 4.5], [-1, 5, "1", true, null]],
  [
    "a range between whole numbers",
    { type: "number", exclusiveMinimum: 0.5, minimum: 0.25, maximum: 2.5 },
    [1, 2.5],
    [0.5, 3],
  ],
  ["whole numbers between others", { type: "integer", minimum: 0.5, maximum: 2.5 }, [1, 2], [0, 3]],
  ["an integer", { type: "integer" }, [1, 5, 2 ** 53], [1.5, "1", true]],
  ["a text", { type: "string", minLength: 2, maxLength: 3 }, ["ab", "🚀🚀🚀"], ["a", "abcd", 12]],
  ["null", { type: ["string", "null"] }, [null, "a"], [1]],
  ["a boolean", { type: "boolean" }, [true], [1, "true"]],
  ["constants", { enum: ["a", 'b"\\', "\u2028", 1, null] }, ["a", 'b"\\', "\u2028", 1, null], ["b", 2]],
  ["an array", { type: "array", items: { type: "integer", minimum: 1 } }, [[], [1, 2]], [[0], ["1"], 5, {}]],
  [
    "an object",
    {
      type: "object",
      required: ["class"],
      properties: {
        class: { type: "string" },
        "a-b": { type: "integer" },
        model_x: { type: "integer" },
        json: {},
        _x: {},
      },
    },
    [{ class: "a" }, { class: "a", "a-b": 1, model_x: 1, json: {}, _x: null, other: 5 }],
    [{}, { class: 1 }, { class: "a", "a-b": "1" }, { class: "a", model_x: "1" }, { class: "a", "a-b": null }, []],
  ],
  ["a map", { type: "object", additionalProperties: { type: "integer" } }, [{}, { a: 1, "": 2 }], [{ a: "1" }, [1]]],
  [
    "branches",
    {
      oneOf: [
        {
          type: "object",
          required: ["kind", "digits"],
          properties: { kind: { const: "card" }, digits: { type: "string" } },
        },
        { type: "object", required: ["kind"], properties: { kind: { const: "cash" } } },
      ],
    },
    [{ kind: "card", digits: "1" }, { kind: "cash" }],
    [{ kind: "card" }, { kind: "coins" }],
  ],
];

/** What a program makes of a line by itself. */
const own = `
import importlib, json, sys
sys.path.insert(0, sys.argv[1])
module = importlib.import_module("events")
for line in sys.stdin:
    try:
        event = module.parse_event(json.loads(line))
        print(type(event.f).__name__, event.f.json(exclude_unset=True) if hasattr(event.f, "json") else event.f)
    except ValueError as error:
        print("ValueError")
`;

async function parsed(command: string, f: object, values: readonly string[], root: object = {}): Promise<string[]> {
  const folder = temporaryFolder();
  await generateProject(parseSchemas("schemas", filesWithField(f, root)), { python: join(folder, "events.py") });
  const input = values.map((value) => `{"timestamp":1.0,"event":"thing_happened","f":${value}}\n`).join("");
  const { status, stdout, stderr } = spawnSync(command, ["-W", "ignore", "-c", own, folder], {
    encoding: "utf8",
    input,
  });
  expect(status, stderr).toBe(0);
  return stdout.trim().split("\n");
}

describe.skipIf(pythons.length === 0).each(pythons)("Python $versions of pydantic", ({ command }) => {
  it("a construct", { timeout: 600_000 }, async () => {
    const sets = constructs.map(([, schema, valid, invalid]) => ({
      files: filesWithField(schema),
      lines: [...valid, ...invalid].map((f) => JSON.stringify({ timestamp: 1, event: "thing_happened", f })),
    }));
    for (const [index, found] of (await read(command, sets)).entries()) {
      const [name, , valid, invalid] = constructs[index] ?? ["", {}, [], []];
      const isTaken = found.map((each) => !each.startsWith("ValueError"));
      expect({ name, isTaken, found }).toMatchObject({
        isTaken: [...valid.map(() => true), ...invalid.map(() => false)],
      });
    }
  });

  it("fields that are called as what the module uses", async () => {
    const names = [...pythonNames, "ThingHappenedF", "ThingHappenedFInner", "Address"];
    const shapes = [
      { type: "string", minLength: 1 },
      { type: "array", items: { type: "integer" } },
      { type: ["boolean", "null"] },
      { enum: ["Address", "a"] },
      { type: "object", additionalProperties: { type: "number" } },
      { title: "Address", type: "object", properties: { Address: { type: "string" } } },
    ];
    for (const shape of shapes) {
      const properties = Object.fromEntries(names.map((name) => [name, shape]));
      const f = { type: "object", properties: { ...properties, Inner: { type: "object", properties } } };
      expect(await parsed(command, f, ["{}"])).toEqual(["ThingHappenedF {}"]);
    }
  });

  it("a whole float is an integer, also in what json.loads made", async () => {
    const deep = `${"[".repeat(900)}5.0${"]".repeat(900)}`;
    expect(await parsed(command, { type: "integer" }, ["5.0", "5", "5.5", "1e300"])).toEqual([
      "int 5",
      "int 5",
      "ValueError",
      `int ${BigInt(1e300)}`,
    ]);
    expect(await parsed(command, { const: 5 }, ["5.0", "6.0"])).toEqual(["int 5", "ValueError"]);
    expect(await parsed(command, { type: "array", items: { type: "integer" } }, ["[5.0]"])).toEqual(["list [5]"]);
    expect((await parsed(command, {}, [deep]))[0]).toMatch(/^list \[+5\]+$/);
  });

  it("of the members of a union, the one that asks for most", async () => {
    const text = { type: "string" };
    const branch = (title: string, ...required: readonly string[]): object => ({
      title,
      type: "object",
      required,
      properties: Object.fromEntries(required.map((name) => [name, text])),
    });
    const branches = [branch("Less", "a"), branch("Most", "a", "b", "c"), branch("More", "a", "b")];
    const values = ['{"a":"1","b":"2"}', '{"a":"1"}', '{"a":"1","b":"2","c":"3"}', '{"b":"2"}'];
    for (const anyOf of [branches, branches.toReversed(), [{ anyOf: branches.slice(0, 2) }, ...branches.slice(2)]]) {
      const found = await parsed(command, { anyOf }, values);
      expect(found.map((each) => each.split(" ")[0])).toEqual(["More", "Less", "Most", "ValueError"]);
    }
  });

  it(`every event that readers must take is taken (SEED=${seed})`, { timeout: 600_000 }, async () => {
    const sets = Array.from({ length: schemaCount }, (_, index) => {
      const random = new Random(seed + index);
      const plain = randomSchemaFiles(random);
      const chosen = random.shuffled(pythonNames);
      const names = new Map(plainNames.map((name, at) => [name, chosen[at] ?? name]));
      const files = random.chance(0.5) ? withNames(plain, names) : plain;
      const { definition, schema, lookup } = compileFiles(files);
      const events = Array.from({ length: eventsPerSchema }, () => randomEvent(random, schema, lookup));
      const lines = events.filter((event) => definition.isReadable(event)).map((event) => JSON.stringify(event));
      return { files, lines, typeName: definition.typeName };
    });
    const found = await read(command, sets);
    for (const [index, { files, lines }] of sets.entries()) {
      const refused = (found[index] ?? []).flatMap((each, at) =>
        each.startsWith("ValueError") ? [[lines[at], each]] : [],
      );
      expect(
        refused,
        `SEED=${seed + index}\n${JSON.stringify(
          files.map(({ text }) => JSON.parse(text)),
          null,
          1,
        )}`,
      ).toEqual([]);
    }
    expect(found.flat().length).toBeGreaterThan(schemaCount);
  });
});
