import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileCatalogue, generateModules } from "@metric-events/codegen";
import { buildCatalogue, formatDiagnostic, lint, parseSchemas, type SchemaText } from "@metric-events/schema";
import { expect, it, onTestFinished } from "vitest";
import { Random } from "./random.js";

// Whatever events, fields and shared types are called: the lint refuses it, or the generated code compiles and writes what it reads.
// `SEED` replays.

const seed = Number(process.env["SEED"] ?? 20_261_128);
const root = fileURLToPath(new URL("../../../../", import.meta.url));

/** Names of globals, reserved words, names of what generated code holds, and names that change where others make identifiers of them. */
const oddNames = [
  "date record array object symbol error promise function string number boolean map json proxy buffer uint8_array partial infinity",
  "class default import await arguments eval null undefined true this new enum interface type any never unknown let static yield",
  "compiled event_type catalogue field_descriptor define_event metric_event writer reader copy encode scanner fields data is x",
  "payment_3ds_started a_1b a1_b x_509 v2 v_2 order_paid orderpaid declared base base_x base0 export_interface t",
].flatMap((line) => line.split(" "));

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
  "*/",
  "//",
  "${x}",
  "=",
  "\n",
] as const;

function pascalCase(name: string): string {
  return name.replaceAll(/(?:^|_)([a-z0-9])/g, (_, first: string) => first.toUpperCase());
}

function eventFile(name: string, fields: readonly string[]): SchemaText {
  const described = fields.map((field) => [field, { description: `The field ${field}.`, type: "string" }]);
  const properties = {
    timestamp: { description: "When.", type: "number", unit: "s" },
    event: { const: name },
    ...Object.fromEntries(described),
    part: { description: "A part.", $ref: "#/$defs/part" },
  };
  const part = {
    title: pascalCase(`${name}_9x`),
    description: "A part.",
    type: "object",
    properties: Object.fromEntries(described),
  };
  const schema = {
    title: pascalCase(name),
    description: `What ${name} means.`,
    type: "object",
    required: ["timestamp", "event"],
    properties,
    $defs: { part: { ...part, additionalProperties: { type: "integer" } } },
  };
  return { path: `events/${name}.schema.json`, text: JSON.stringify(schema) };
}

function randomNames(random: Random): string[] {
  const mixed = Array.from({ length: 6 }, () =>
    Array.from({ length: 1 + random.below(4) }, () => random.pick(fragments)).join(""),
  );
  const names = [...random.some(oddNames, 6), ...mixed];
  return [...new Set(names)].filter((name) => !["event", "timestamp", "part"].includes(name));
}

/** The same file with fewer fields, until the lint has nothing against it; undefined if that is not for its fields. */
function acceptable(
  name: string,
  fields: readonly string[],
): { file: SchemaText; fields: readonly string[] } | undefined {
  const file = eventFile(name, fields);
  const [problem] = lint(parseSchemas("schemas", [file]));
  if (problem === undefined) return { file, fields };
  if (problem.code !== "field-clash" && problem.code !== "column-clash" && problem.code !== "reserved-name")
    return undefined;
  const { field } = problem.params;
  expect(fields).toContain(field);
  return acceptable(
    name,
    fields.filter((each) => each !== field),
  );
}

it(`names never break generated code (seed ${seed})`, { timeout: 300_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "metric-events-names-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const random = new Random(seed);
  const kept = oddNames.flatMap((name) => {
    const found = acceptable(name, randomNames(random));
    return found === undefined ? [] : [{ name, ...found }];
  });
  const titles = kept.map(({ name }) => pascalCase(name));
  const distinct = kept.filter(({ name }, index) => titles.indexOf(pascalCase(name)) === index);
  expect(distinct.length).toBeGreaterThan(50);
  expect(distinct.length).toBeLessThan(oddNames.length);

  for (const { file } of distinct) write(join(folder, "schemas", file.path), file.text);
  const files = distinct.map(({ file }) => file);
  const set = parseSchemas("schemas", files);
  expect(lint(set).map(formatDiagnostic)).toEqual([]);
  const modules = await generateModules(buildCatalogue(set));
  const paths = modules.map(({ path }) => path.toLowerCase());
  expect(new Set(paths).size).toBe(paths.length);
  for (const { path, content } of modules) write(join(folder, "src", path), content);
  expect(typeErrors(folder)).toBe("");

  const catalogue = compileCatalogue(join(folder, "schemas"));
  for (const { name, fields } of distinct) {
    const texts = Object.fromEntries(fields.map((field) => [field, `the ${field}`]));
    const event = { timestamp: 1, event: name, ...texts, part: texts };
    const definition = catalogue.get(name);
    expect(definition?.check(event, "writer")).toEqual([]);
    expect(catalogue.parse(definition?.serialize(event as never) ?? "")).toEqual(event);
  }
});

/** What the compiler says about the generated modules. */
function typeErrors(folder: string): string {
  const compilerOptions = {
    noEmit: true,
    declaration: false,
    types: [],
    paths: { "@metric-events/runtime": [join(root, "packages/runtime/dist/index.d.ts")] },
  };
  write(join(folder, "package.json"), '{ "type": "module" }');
  const config = { extends: join(root, "tsconfig.base.json"), compilerOptions, include: ["src"] };
  write(join(folder, "tsconfig.json"), JSON.stringify(config));
  const args = [join(root, "node_modules/typescript/lib/tsc.js"), "-p", "tsconfig.json", "--pretty", "false"];
  try {
    return execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8", maxBuffer: 1e9 });
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    return `${stdout}${stderr}`;
  }
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
