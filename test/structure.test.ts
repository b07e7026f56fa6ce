import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

// The structure that ARCHITECTURE.md describes is the one that the imports have.

const packages = readdirSync("packages").toSorted();

interface Source {
  readonly file: string;
  readonly text: string;
}

function sourcesOf(name: string): readonly Source[] {
  const folder = join("packages", name, "src");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.startsWith("generated/"))
    .map((path) => join(folder, path))
    .map((file) => ({ file, text: readFileSync(file, "utf8") }));
}

const sources = new Map(packages.map((name) => [name, sourcesOf(name)]));

/** The packages of this repository that a package imports, for types or at run time. */
function importsOf(name: string): readonly string[] {
  const texts = (sources.get(name) ?? []).map(({ text }) => text);
  const found = texts.flatMap((text) =>
    [...text.matchAll(/(?:from|import|import\.meta\.resolve\() ?\(?"@metric-events\/([a-z-]+)/g)].map(
      ([, to = ""]) => to,
    ),
  );
  return [...new Set(found)].filter((to) => to !== name).toSorted();
}

/** `| packages/x | … | a, b |` of the table in ARCHITECTURE.md. */
function documentedImports(): ReadonlyMap<string, readonly string[]> {
  const rows = readFileSync("ARCHITECTURE.md", "utf8").matchAll(/^\| `packages\/([a-z-]+)` \|[^|]*\| ([^|]*) \|$/gm);
  return new Map(
    [...rows].map(([, name = "", list = ""]) => [name, [...list.matchAll(/`([a-z-]+)`/g)].map(([, to = ""]) => to)]),
  );
}

describe("the packages", () => {
  const documented = documentedImports();

  it("are those of ARCHITECTURE.md", () => {
    expect(packages.length).toBeGreaterThan(10);
    expect([...documented.keys()].toSorted()).toEqual(packages);
  });

  it.each(packages)("%s imports the packages that ARCHITECTURE.md names, and depends on these", (name) => {
    expect(importsOf(name)).toEqual(documented.get(name)?.toSorted());
    const { dependencies = {} }: { dependencies?: Record<string, string> } = JSON.parse(
      readFileSync(join("packages", name, "package.json"), "utf8"),
    );
    const own = Object.keys(dependencies).filter((each) => each.startsWith("@metric-events/"));
    expect(own.map((each) => each.slice("@metric-events/".length)).toSorted()).toEqual(importsOf(name));
  });

  it.each(packages)("%s has tests in the folders that its sources have", (name) => {
    const folder = join("packages", name, "test");
    const tested = readdirSync(folder, { recursive: true, encoding: "utf8" })
      // A folder that begins with a dot is one that a test has made and is about to remove.
      .filter((path) => path.endsWith(".test.ts") && !path.startsWith("."))
      .map(dirname);
    expect(tested.length).toBeGreaterThan(0);
    // What core generates from random schemas is not of a source.
    const missing = tested.filter((each) => each !== "fuzz" && !existsSync(join("packages", name, "src", each)));
    expect(missing).toEqual([]);
  });

  it("import each other in one direction", () => {
    const isBefore = (name: string, seen: readonly string[]): boolean =>
      importsOf(name).every((to) => !seen.includes(to) && isBefore(to, [...seen, to]));
    for (const name of packages) expect({ name, isBefore: isBefore(name, [name]) }).toEqual({ name, isBefore: true });
  });

  it("hold a quarter of all lines at most", () => {
    const lines = packages.map((name) => ({
      name,
      lines: (sources.get(name) ?? []).reduce((sum, { text }) => sum + text.split("\n").length - 1, 0),
    }));
    const total = lines.reduce((sum, each) => sum + each.lines, 0);
    expect(total).toBeGreaterThan(20_000);
    expect(lines.filter((each) => each.lines > total / 4)).toEqual([]);
  });

  it.each(packages)("%s has a README and a door", (name) => {
    const { exports }: { exports: Record<string, unknown> } = JSON.parse(
      readFileSync(join("packages", name, "package.json"), "utf8"),
    );
    expect(exports["."]).toBeDefined();
    expect(readFileSync(join("packages", name, "README.md"), "utf8")).toMatch(
      new RegExp(`^# @metric-events/${name}\n`),
    );
  });
});

it("an exported name has one meaning in all packages", () => {
  const packagesByName = new Map<string, Set<string>>();
  const declaration = /^export (?:abstract )?(?:async )?(?:function\*?|class|interface|type|const|enum) (\w+)/gm;
  for (const [name, files] of sources) {
    for (const { text } of files) {
      for (const [, exported = ""] of text.matchAll(declaration)) {
        packagesByName.set(exported, (packagesByName.get(exported) ?? new Set()).add(name));
      }
    }
  }
  const twins = [...packagesByName].filter(([, owners]) => owners.size > 1).map(([name]) => name);
  expect(twins.toSorted()).toEqual([]);
});

it("what a test starts ends with it, even when the test is killed", () => {
  const folders = ["test", ...readdirSync("packages").map((name) => join("packages", name, "test"))];
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => join(folder, name)),
  );
  const calls = files.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/(?<![\w.])spawn\((.*)/g)].map(([call]) => `${file}: ${call}`),
  );
  expect(calls.length).toBeGreaterThan(5);
  expect(calls.filter((call) => !call.includes("spawn(...bound("))).toEqual([]);
});

/** Where the text cannot be nested without end. */
const parsers: Readonly<Record<string, string>> = {
  "check/src/pack/npm-pack.ts": "what npm prints",
  "cli/src/version.ts": "a file of this package",
  "codegen/src/compile.ts": "a string that Ajv wrote",
  "codegen/src/generation-record.ts": "a file of the cache, which only this user can write",
  "lake/src/report/bad-lines.ts": "asks tooDeepAt",
  "lake/src/report/event-reader.ts": "what the database makes of events that were judged",
  "lake/src/manifest/lake-files.ts": "asks tooDeepAt",
  "logger/src/issued-channel.ts": "a line that the logger wrote",
  "logger/src/outlet.ts": "a line that the logger wrote",
  "project/src/init/init-project.ts": "a text that this program wrote",
  "query/src/needed-columns.ts": "what DuckDB prints",
  "reader/src/line/json-string.ts": "a string",
  "reader/src/line/parse-json.ts": "a text in which the tokenizer found no mistake, nor too many levels",
  "reader/src/line/try-parse.ts": "asks tooDeepAt",
  "report/src/columns/columns-builder.ts": "a value of a line that was judged",
  "report/src/columns/columns-sink.ts": "a value of a line that was judged",
  "report/src/columns/dictionary.ts": "a string",
  "runtime/src/exact-json.ts": "called by the catalogue, which asks tooDeepAt",
  "runtime/src/json-schema.ts": "a text that this program wrote",
  "lake/src/collect/write-block.ts": "asks tooDeepAt",
  "ship/src/nats/lake-progress.ts": "asks tooDeepAt",
  "ship/src/nats/position-text.ts": "asks tooDeepAt",
  "ship/src/otlp/cursor-file.ts": "asks tooDeepAt",
  "ship/src/otlp/wire/export-response.ts": "asks tooDeepAt",
  "schema/src/lint-context.ts": "the meta-schema",
  "schema/src/parse-bounded.ts": "asks tooDeepAt",
  "schema/src/plain-json.ts": "a text that parseJsonDocument has asked tooDeepAt about",
};

/** Where the status of a path is asked for without bigints, and why no pipe or socket is there. */
const plainStatus: Readonly<Record<string, string>> = {
  "cli/src/generate/watch-schemas.ts": "schema files, of which only regular ones are found",
  "logger/src/file-system.ts": "a link, which is not followed",
  "project/src/init/write-files.ts": "files that init writes; it loads nothing afterwards",
  "schema/src/packages/installed-packages.ts": "folders called node_modules, and those above them",
  "system/src/cache/build-digest.ts": "a module of ours",
  "system/src/cache/cache-secret.ts": "a file that was opened as a regular one",
  "system/src/cache/project-cache.ts": "the folders and files of the cache",
  "system/src/replace-file.ts": "files that are replaced; nothing is loaded afterwards",
};

it("the status of a path that may be a pipe is asked for by bigints: else Node 20 does not find modules that it loads next", () => {
  const files = [...sources.values()].flat().filter(({ text }) => /\b[fl]?statSync\((?![^\n]*bigint: true)/.test(text));
  expect(files.map(({ file }) => file.replace(/^packages\//, "")).toSorted()).toEqual(
    Object.keys(plainStatus).toSorted(),
  );
});

it("folders are made level by level: else Node 20 never ends below /proc", () => {
  const files = [...sources.values()].flat().filter(({ text }) => /\bmkdir(?:Sync)?\([^;]*\brecursive\b/.test(text));
  expect(files.map(({ file }) => file)).toEqual([]);
});

it("JSON.parse, which takes gigabytes for many brackets, gets only texts whose levels are counted or known", () => {
  const files = [...sources.values()].flat().filter(({ text }) => text.includes("JSON.parse("));
  expect(files.map(({ file }) => file.replace(/^packages\//, "")).toSorted()).toEqual(Object.keys(parsers).toSorted());
});
