import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { generateModules } from "@metric-events/codegen";
import { buildCatalogue, parseSchemas, type SchemaText } from "@metric-events/schema";

/** A schema set, and values to assign to the type of its event. */
export interface TypedValues {
  readonly files: readonly SchemaText[];
  readonly typeName: string;
  readonly values: readonly unknown[];
}

const root = fileURLToPath(new URL("../../../../", import.meta.url));

/**
 * Type-checks the generated modules of all sets in one run of the compiler, in an empty folder. Says for each value whether its literal has
 * the type of the event.
 *
 * @throws {Error} if a generated module does not compile.
 */
export async function compileValues(
  sets: readonly TypedValues[],
  folder: string,
): Promise<readonly (readonly boolean[])[]> {
  for (const [index, set] of sets.entries()) {
    const modules = await generateModules(buildCatalogue(parseSchemas("schemas", set.files)));
    for (const { path, content } of modules) write(join(folder, `set${index}`, path), content);
    write(join(folder, `set${index}`, "values.ts"), valuesModule(set));
  }
  const compilerOptions = {
    noEmit: true,
    declaration: false,
    types: [],
    paths: { "@metric-events/runtime": [join(root, "packages/runtime/dist/index.d.ts")] },
  };
  write(join(folder, "package.json"), '{ "type": "module" }');
  const configPath = join(folder, "tsconfig.json");
  write(configPath, JSON.stringify({ extends: join(root, "tsconfig.base.json"), compilerOptions, include: ["."] }));
  const lines = new Set<string>();
  for (const [, path, line, message] of compile(configPath).matchAll(/^(\S+)\((\d+),\d+\): error (.*)$/gm)) {
    if (path?.endsWith("/values.ts") !== true) throw new Error(`${path}:${line}: ${message}`);
    lines.add(`${path}:${line}`);
  }
  return sets.map(({ values }, index) => values.map((_, value) => !lines.has(`set${index}/values.ts:${value + 2}`)));
}

/** One value a line, after the import. */
function valuesModule({ typeName, values }: TypedValues): string {
  const literals = values.map((value, index) => `export const value${index}: ${typeName} = ${literalOf(value)};`);
  return [`import type { ${typeName} } from "./index.js";`, ...literals].join("\n");
}

/** A value as a literal on one line. */
function literalOf(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(literalOf).join(",")}]`;
  return `{${Object.entries(value)
    .map(([name, member]) => `${JSON.stringify(name)}:${literalOf(member)}`)
    .join(",")}}`;
}

/** What the compiler prints, with paths from the folder of the configuration. */
function compile(configPath: string): string {
  const args = [join(root, "node_modules/typescript/lib/tsc.js"), "-p", configPath, "--pretty", "false"];
  try {
    return execFileSync(process.execPath, args, { cwd: dirname(configPath), encoding: "utf8", maxBuffer: 1e9 });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: unknown; stderr?: unknown };
    if (typeof stdout !== "string" || !stdout.includes("error TS"))
      throw new Error(`tsc: ${String(stderr)}`, { cause: error });
    return stdout;
  }
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
