import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { below, seededRandom, temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { type RunResult, runCommand } from "../support/memory-context.js";

// Whatever events and fields are called: the lint refuses it, or `query` and `export` give each value back under its name. `NAME_ROUNDS` looks
// longer, `SEED` replays.

const seed = Number(process.env["SEED"] ?? 20_261_128);
const random = seededRandom(seed);
const rounds = Number(process.env["NAME_ROUNDS"] ?? 4);
const fieldsPerEvent = 8;

const oddNames = [
  "select",
  "from",
  "where",
  "group",
  "order",
  "table",
  "null",
  "true",
  "user",
  "timestamptz",
  "values",
  "all",
  "struct",
  "__proto__",
  "constructor",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "prototype",
  "length",
  "name",
  "then",
  "file",
  "line",
  "origin",
  "rowid",
  "events",
  "invalid_lines",
  "filename",
  "day",
  "host",
  "json",
  "columns",
  "count(*)",
  "",
  " ",
  ".",
  "*",
  "-",
  "--",
  "a.b",
  "a b",
  'a"b',
  '""',
  "a'b",
  "a;drop table x",
  "a/*b*/",
  "a\\b",
  "a/b",
  "a~b",
  "$1",
  "?",
  "%s",
  "a\nb",
  "é",
  "é",
  "ß",
  "ẞ",
  "İ",
  "ı",
  "注文",
  "🚗",
  "a\u200bb",
  "\u202eabc",
  "a\u0000b",
  "0",
  "12",
  "-1",
  "1e5",
  "x".repeat(300),
];
const fragments = [
  "a",
  "B",
  "_",
  "$",
  "-",
  ".",
  " ",
  "é",
  "ß",
  "注",
  "🚗",
  "'",
  '"',
  "`",
  "\\",
  "/",
  "%",
  "0",
  "(",
  ")",
  ",",
  "select ",
  "x".repeat(60),
];

function pick<Item>(items: readonly Item[]): Item {
  return items[below(random, items.length)] as Item;
}

function oddName(): string {
  if (below(random, 2) === 0) return pick(oddNames);
  return Array.from({ length: 1 + below(random, 4) }, () => pick(fragments)).join("");
}

const types = ["string", "integer", "number", "boolean"] as const;

function valueOf(type: (typeof types)[number], index: number): unknown {
  switch (type) {
    case "string":
      return `value ${index} '"`;
    case "integer":
      return 100 + index;
    case "number":
      return index + 0.5;
    case "boolean":
      return index % 2 === 0;
    default:
      return type satisfies never;
  }
}

interface Field {
  readonly name: string;
  readonly type: (typeof types)[number];
}

const envelope = {
  title: "Envelope",
  description: "What every event carries.",
  type: "object",
  required: ["timestamp", "event"],
  properties: {
    timestamp: { description: "Unix time when it happened.", type: "number", unit: "s", kind: "identifier" },
    event: { description: "Which event this is.", type: "string" },
  },
};

function writeSchemas(folder: string, event: string, fields: readonly Field[]): void {
  for (const name of ["events", "shared"]) mkdirSync(join(folder, "schemas", name), { recursive: true });
  const properties = fields.map(({ name, type }): [string, object] => [
    name,
    { description: "Something that was seen.", type, kind: "dimension" },
  ]);
  const schema = {
    title: event
      .split("_")
      .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
      .join(""),
    description: "Something happened here.",
    type: "object",
    allOf: [{ $ref: "../shared/envelope.schema.json" }],
    properties: Object.fromEntries([["event", { const: event }], ...properties]),
  };
  writeFileSync(join(folder, "schemas/shared/envelope.schema.json"), JSON.stringify(envelope));
  writeFileSync(join(folder, "schemas/events", `${event}.schema.json`), JSON.stringify(schema));
}

/** The fields that the lint accepts beside those before them. */
async function accepted(event: string, candidates: readonly Field[]): Promise<{ fields: Field[]; refused: number }> {
  const fields: Field[] = [];
  let refused = 0;
  for (const candidate of candidates) {
    const folder = temporaryFolder();
    writeSchemas(folder, event, [...fields, candidate]);
    const isTwice = fields.some(({ name }) => name === candidate.name);
    const isFine = !isTwice && (await runCommand(["lint"], { cwd: folder })).exitCode === 0;
    if (isFine) fields.push(candidate);
    else refused++;
  }
  return { fields, refused };
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function rowOf({ exitCode, stdout, stderr }: RunResult): unknown {
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  const rows = JSON.parse(stdout) as readonly unknown[];
  expect(rows).toHaveLength(1);
  return rows[0];
}

const events = [
  "door_opened",
  "order",
  "select_1",
  "group",
  "table",
  "struct",
  "user",
  "columns",
  "values",
  "a",
  "event",
  "timestamp",
];

describe(`odd names (seed ${seed})`, () => {
  it("are refused by the lint, or lead to their values in queries and exports", {
    timeout: rounds * 60_000,
  }, async () => {
    const seen = { fields: 0, refused: 0, events: 0 };
    for (let round = 0; round < rounds; round++) {
      const event = pick(events);
      const candidates = Array.from({ length: fieldsPerEvent }, (): Field => ({ name: oddName(), type: pick(types) }));
      const { fields, refused } = await accepted(event, candidates);
      seen.refused += refused;
      const cwd = temporaryFolder();
      writeSchemas(cwd, event, fields);
      if ((await runCommand(["lint"], { cwd })).exitCode !== 0) continue;
      seen.events++;
      seen.fields += fields.length;

      const values = Object.fromEntries(fields.map(({ name, type }, index) => [name, valueOf(type, index)]));
      const env = { METRICS_LOG_PATH: join(cwd, "metrics.log") };
      const json = JSON.stringify({ timestamp: 1_700_000_000, ...values });
      const emitted = await runCommand(["emit", event, "--json", json], { cwd, env });
      expect({ round, fields, stderr: emitted.stderr }).toEqual({ round, fields, stderr: "" });

      mkdirSync(join(cwd, "archive"));
      expect((await runCommand(["export", "--parquet", "archive", "metrics.log"], { cwd })).exitCode).toBe(0);
      for (const source of ["metrics.log", "archive"]) {
        const query = async (columns: string): Promise<unknown> => {
          const sql = `select ${columns} from ${identifier(event)}`;
          return rowOf(await runCommand(["query", sql, "--format", "json", source], { cwd }));
        };
        expect([round, await query("*")]).toMatchObject([round, values]);
        for (const { name } of fields) expect(await query(identifier(name))).toEqual({ [name]: values[name] });
      }
    }
    console.info(JSON.stringify(seen));
    expect(seen.events).toBeGreaterThanOrEqual(rounds / 2);
    expect(seen.fields).toBeGreaterThan(rounds);
    expect(seen.refused).toBeGreaterThan(0);
  });
});
