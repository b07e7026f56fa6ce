import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { type GenerateOptions, generateModules } from "@metric-events/codegen";
import { buildCatalogue, loadSchemas } from "@metric-events/schema";
import { temporaryFolder, writeFiles } from "@metric-events/test-support";
import { transform } from "esbuild";
import { describe, expect, it } from "vitest";

const schemas = "packages/core/test/fixtures/schemas";

/** The strictest flags; nothing of Node is known. */
const strictest = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noPropertyAccessFromIndexSignature: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  isolatedModules: true,
  verbatimModuleSyntax: true,
  skipLibCheck: false,
  target: "es2022",
  lib: ["es2022"],
  types: [],
};

/** Flags that came with a version. */
const since = {
  "5.4": {},
  "5.9": { erasableSyntaxOnly: true, isolatedDeclarations: true, declaration: true },
  "7": { erasableSyntaxOnly: true, isolatedDeclarations: true, declaration: true },
};

const compilers = {
  "5.4": "test-support/node_modules/typescript-5.4/bin/tsc",
  "5.9": "test-support/node_modules/typescript-5.9/bin/tsc",
  "7": "node_modules/typescript/bin/tsc",
};

const resolutions = {
  NodeNext: { module: "nodenext", moduleResolution: "nodenext" },
  Bundler: { module: "esnext", moduleResolution: "bundler" },
};

const usesCode = `import { catalogue, eventNames, isPlainHappened, type MetricEvent, type Place, PlainHappened } from "./events/index.EXTENSION";

const place: Place = { lat: 1, lon: 2 };
const example = PlainHappened.example();
if (example === undefined) throw new Error("no example");
const { timestamp, event, ...fields } = example;
const made: PlainHappened = PlainHappened({ ...fields, timestamp });
const any: MetricEvent = catalogue.parse(PlainHappened.serialize(made));
export const seen: readonly unknown[] = [eventNames.length, event, isPlainHappened(any) && any.port === made.port, place.lat];
`;

const usesTypes = `import type { MetricEvent, Place, PlainHappened } from "./events/index.EXTENSION";

export const place: Place = { lat: 1, lon: 2 };
export function portOf(event: MetricEvent): PlainHappened["port"] | undefined {
  return event.event === "plain_happened" ? event.port : undefined;
}
`;

/** A project with generated code, and a program that uses it. */
async function projectOf(options: GenerateOptions): Promise<string> {
  const folder = temporaryFolder();
  const { code = "typescript", importExtension = ".js" } = options;
  const files = await generateModules(buildCatalogue(loadSchemas(schemas)), options);
  const program = code === "types" ? usesTypes : usesCode;
  writeFiles(folder, {
    "package.json": { type: "module" },
    ...Object.fromEntries(files.map(({ path, content }) => [`events/${path}`, content])),
    "program.ts": program.replace("EXTENSION", importExtension.slice(1)),
  });
  mkdirSync(join(folder, "node_modules/@metric-events"), { recursive: true });
  if (code !== "types") symlinkSync(resolve("packages/runtime"), join(folder, "node_modules/@metric-events/runtime"));
  return folder;
}

function typeCheck(folder: string, version: keyof typeof compilers, compilerOptions: object): void {
  writeFiles(folder, {
    "tsconfig.json": {
      compilerOptions: { ...strictest, ...since[version], ...compilerOptions, noEmit: true },
      include: ["program.ts", "events"],
    },
  });
  const { stdout, status } = spawnSync(process.execPath, [resolve(compilers[version]), "-p", folder], {
    encoding: "utf8",
  });
  expect({ stdout, status }).toEqual({ stdout: "", status: 0 });
}

const kinds: readonly (readonly [string, GenerateOptions])[] = [
  ["TypeScript", {}],
  ["TypeScript whose imports end in .ts", { importExtension: ".ts" }],
  ["JavaScript", { code: "javascript" }],
  ["types alone", { code: "types" }],
];

describe.each(kinds)("%s", (_, options) => {
  const extension = options.importExtension === ".ts" ? { allowImportingTsExtensions: true } : {};

  for (const version of Object.keys(compilers) as (keyof typeof compilers)[]) {
    for (const [resolution, flags] of Object.entries(resolutions)) {
      it(`is checked by TypeScript ${version} with moduleResolution ${resolution}, without types of Node`, async () => {
        const folder = await projectOf(options);
        typeCheck(folder, version, { ...flags, ...extension });
      });
    }
  }
});

describe("JavaScript", () => {
  it("runs as it is, in modules and in CommonJS", async () => {
    const folder = await projectOf({ code: "javascript" });
    const print = `const example = events.PlainHappened.example(); console.log(events.eventNames.length, events.isPlainHappened(example), events.parseEvent(events.PlainHappened.serialize(example)).event);`;
    const run = (...args: string[]): string =>
      execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8", stdio: "pipe" });
    const expected = "5 true plain_happened\n";
    expect(run("--input-type=module", "-e", `import * as events from "./events/index.js"; ${print}`)).toBe(expected);
    expect(run("--input-type=commonjs", "-e", `const events = require("./events/index.js"); ${print}`)).toBe(expected);
  });

  it("is the code of the TypeScript without its types", async () => {
    const model = buildCatalogue(loadSchemas(schemas));
    const typed = new Map((await generateModules(model)).map(({ path, content }) => [path, content]));
    const files = (await generateModules(model, { code: "javascript" })).filter(({ path }) => path.endsWith(".js"));
    expect(files.length).toBe(typed.size - 1);
    for (const { path, content } of files) {
      const source = typed.get(path.replace(/js$/, "ts")) ?? "";
      const withoutTypes = await transform(source, {
        loader: "ts",
        tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
      });
      expect((await transform(content, { loader: "js" })).code).toBe(
        withoutTypes.code.replace(/^export \* from "\.\/shared\.js";\n/m, ""),
      );
    }
  });
});

describe("types alone", () => {
  it("import nothing but each other, and leave no code", async () => {
    const files = await generateModules(buildCatalogue(loadSchemas(schemas)), { code: "types" });
    expect(files.map(({ path }) => path)).not.toContainEqual(expect.stringContaining("compiled"));
    for (const { content } of files) {
      for (const [, specifier] of content.matchAll(/ from "([^"]+)"/g)) expect(specifier).toMatch(/^\.\/[\w-]+\.js$/);
      expect(content).not.toMatch(/^(?:export )?(?:const|function|import \{)/m);
    }
  });
});
