import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { below, printedSeed, seededRandom, temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import {
  ciHosts,
  type InitResult,
  initDefaults,
  initProject,
  type Layout,
  type ProjectFacts,
  projectFacts,
} from "../../src/index.js";

const layout: Layout = { schemas: "schemas", out: "src/events", log: "metrics.log" };
const schemas = { event: "{}\n", config: "{}\n" };

function project(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

function init(folder: string, facts: ProjectFacts = projectFacts(folder)): InitResult {
  return initProject(facts, { layout, hosts: ciHosts, version: "1.2.3", schemas });
}

/** All files with what is in them and when it was written. */
function contents(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted();
  const files = paths.filter((path) => statSync(join(folder, path)).isFile());
  return Object.fromEntries(
    files.map((path) => [path, `${statSync(join(folder, path)).mtimeMs} ${readFileSync(join(folder, path), "utf8")}`]),
  );
}

it("what is there stays, byte for byte and in its order, and a second run changes nothing", () => {
  const random = seededRandom(printedSeed("init"));
  const pick = <T>(...values: readonly T[]): T => values[below(random, values.length)] as T;
  const seen = { comments: 0, inline: 0, lines: 0 };
  for (let round = 0; round < 60; round++) {
    const [indent, end] = [pick("  ", "    ", "\t"), pick("\n", "\r\n")];
    /** Members on one line or on one each; with comments and a comma at the end where the format has them. */
    const object = (members: readonly string[], depth: number, comments: boolean): string => {
      if (members.length === 0) return pick("{}", `{${end}${indent.repeat(depth)}}`);
      if (pick(true, false)) {
        seen.inline++;
        return `{ ${members.join(", ")} }`;
      }
      seen.lines++;
      const note = comments ? pick("", " // note, with a comma", " /* , */") : "";
      if (note !== "") seen.comments++;
      const inner = `${end}${indent.repeat(depth + 1)}`;
      const comma = comments ? pick("", ",") : "";
      return `{${inner}${members.join(`,${inner}`)}${comma}${note}${end}${indent.repeat(depth)}}`;
    };
    const some = (names: readonly string[]): string[] =>
      names.filter(() => pick(true, false)).map((name) => `"${name}": ${pick('"1.0.0"', '"\\u00e9"')}`);
    const parts = [
      '"name": "shop"',
      `"scripts": ${object(some(["a", "build", "check", "generate", "z"]), 1, false)}`,
      `"dependencies": ${object(some(["@acme/x", "zod", "@metric-events/runtime"]), 1, false)}`,
      '"version": 1.50e1',
    ];
    const manifest = object(
      parts.filter((_, index) => index === 0 || pick(true, false)),
      0,
      false,
    );
    const settings = object([...some(["x"]), `"json.schemas": [${pick("", '{ "url": "./a.json" }')}]`], 0, true);
    const files = {
      "package.json": manifest,
      ".vscode/settings.json": settings,
      ".gitignore": pick("", "a", `a${end}`),
    };
    const folder = project(files);

    init(folder);
    for (const [path, before] of Object.entries(files)) {
      const after = readFileSync(join(folder, path), "utf8");
      expect({ path, before, after, isKept: isSubsequence(before, after) }).toMatchObject({ isKept: true });
    }
    const { name, scripts, dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    expect(name).toBe("shop");
    expect(Object.values(scripts)).toContain("metric-events generate");
    expect(dependencies).toHaveProperty("@metric-events/runtime");
    if (manifest.includes("zod")) expect(dependencies).toHaveProperty("zod");

    const once = contents(folder);
    const { files: outcomes } = init(folder);
    expect({ settings, outcomes }).toMatchObject({
      outcomes: outcomes.map(({ path }) => ({ path, outcome: "unchanged" })),
    });
    expect(contents(folder)).toEqual(once);
  }
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
});

function isSubsequence(part: string, whole: string): boolean {
  let index = 0;
  for (const character of whole) if (character === part[index]) index++;
  return index === part.length;
}

it("an example that was replaced does not come back", () => {
  const folder = project({ "package.json": "{}", "schemas/events/order_placed.schema.json": "{}" });
  init(folder);
  expect(readdirSync(join(folder, "schemas"), { recursive: true }).toSorted()).toEqual([
    "events",
    "events/order_placed.schema.json",
    "shared",
    "shared/event.schema.json",
  ]);
});

it("nothing is written through a link out of the project, nor over a link", () => {
  const outside = temporaryFolder();
  const folder = project({ "package.json": '{ "name": "shop" }' });
  symlinkSync(outside, join(folder, ".github"));
  expect(() => init(folder)).toThrow(
    expect.objectContaining({ code: "outside", message: expect.stringContaining(`would be written to ${outside}`) }),
  );
  expect(readdirSync(folder).toSorted()).toEqual([".github", "package.json"]);
  expect(readFileSync(join(folder, "package.json"), "utf8")).toBe('{ "name": "shop" }');

  const other = project({ "package.json": "{}" });
  symlinkSync(join(outside, "made"), join(other, ".gitlab-ci.yml"));
  expect(init(other).files).toContainEqual(expect.objectContaining({ path: ".gitlab-ci.yml", outcome: "left" }));
  expect(existsSync(join(outside, "made"))).toBe(false);
});

function hostsOf(files: Readonly<Record<string, string>>, folder = "."): readonly string[] {
  return initDefaults(projectFacts(join(project(files), folder))).hosts;
}

describe("what a project is", () => {
  const git = { ".git/HEAD": "" };
  it.each<[string, Readonly<Record<string, string>>, string, Partial<ProjectFacts>]>([
    ["npm by default", { "package.json": "{}" }, ".", { manager: "npm", language: "javascript", modulesFolder: "" }],
    ["npm by its lockfile", { "package.json": "{}", "package-lock.json": "" }, ".", { manager: "npm" }],
    ["pnpm by its lockfile", { "package.json": "{}", "pnpm-lock.yaml": "" }, ".", { manager: "pnpm" }],
    [
      "packageManager before a lockfile",
      { "package.json": '{ "packageManager": "pnpm@10.0.0" }', "yarn.lock": "" },
      ".",
      { manager: "pnpm" },
    ],
    [
      "yarn 1 has node_modules",
      { "package.json": "{}", "yarn.lock": "# yarn lockfile v1\n" },
      ".",
      { manager: "yarn-1", modulesFolder: "" },
    ],
    [
      "yarn with Plug'n'Play has none",
      { "package.json": '{ "packageManager": "yarn@4.9.1" }' },
      ".",
      { manager: "yarn" },
    ],
    [
      "yarn with node_modules",
      { "package.json": "{}", "yarn.lock": "__metadata:\n", ".yarnrc.yml": "nodeLinker: node-modules\n" },
      ".",
      { manager: "yarn", modulesFolder: "" },
    ],
    [
      "a workspace of npm: installed at the top",
      {
        ...git,
        "package.json": '{ "workspaces": ["packages/*"] }',
        "package-lock.json": "",
        "packages/a/package.json": "{}",
      },
      "packages/a",
      { manager: "npm", modulesFolder: "../..", isGitTop: false },
    ],
    [
      "a workspace of pnpm: installed where it is needed",
      { ...git, "package.json": '{ "packageManager": "pnpm@10.0.0" }', "packages/a/package.json": "{}" },
      "packages/a",
      { manager: "pnpm", modulesFolder: "", isGitTop: false },
    ],
    [
      "a lockfile above the repository is another project's",
      { "yarn.lock": "", "shop/.git/HEAD": "", "shop/package.json": "{}" },
      "shop",
      { manager: "npm", isGitTop: true },
    ],
    [
      "TypeScript by its dependency",
      { "package.json": '{ "devDependencies": { "typescript": "5.9.3" } }' },
      ".",
      { language: "typescript" },
    ],
    ["TypeScript by its settings", { "package.json": "{}", "tsconfig.json": "{}" }, ".", { language: "typescript" }],
    [
      "on GitHub by its remote",
      { "package.json": "{}", ".git/config": '[remote "origin"]\n\turl = git@github.com:acme/shop.git\n' },
      ".",
      { hosts: ["github"] },
    ],
    ["on GitLab by its pipeline", { "package.json": "{}", ".gitlab-ci.yml": "" }, ".", { hosts: ["gitlab"] }],
    ["with lefthook", { "package.json": "{}", "lefthook.yml": "" }, ".", { hooks: "lefthook" }],
    ["with pre-commit", { "package.json": "{}", ".pre-commit-config.yaml": "" }, ".", { hooks: "pre-commit" }],
    [
      "with a byte order mark",
      { "package.json": '\uFEFF{ "packageManager": "pnpm@10.0.0" }' },
      ".",
      { manager: "pnpm" },
    ],
  ])("%s", (_, files, folder, expected) => {
    const facts = projectFacts(join(project(files), folder));
    expect(facts).toMatchObject(expected);
    if (expected.manager === "yarn" && expected.modulesFolder === undefined) {
      expect(facts).not.toHaveProperty("modulesFolder");
    }
  });

  it("decides about the workflows: those of its host, else of both; none below the top of a repository", () => {
    expect(hostsOf({ "package.json": "{}", ".github/CODEOWNERS": "" })).toEqual(["github"]);
    expect(hostsOf({ "package.json": "{}" })).toEqual(["github", "gitlab"]);
    expect(hostsOf({ ...git, "a/package.json": "{}" }, "a")).toEqual([]);
  });
});

describe("init in a project that is unlike others", () => {
  it.each([".gitignore", "package.json", ".vscode/settings.json"])(
    "adds nothing to %s where it is a link out of it",
    (path) => {
      const outside = project({ file: path === ".gitignore" ? "mine\n" : "{}\n" });
      const folder = project({
        ...(path === "package.json" ? {} : { "package.json": "{}" }),
        ".git/config": "",
        ".vscode/a": "",
      });
      symlinkSync(join(outside, "file"), join(folder, path));
      const before = contents(outside);
      expect(() => init(folder)).toThrow("outside of the project");
      expect(contents(outside)).toEqual(before);
    },
  );

  it("writes the envelope where only that is missing", () => {
    const folder = project({ "package.json": "{}", "schemas/events/a.schema.json": "{}" });
    init(folder);
    expect(existsSync(join(folder, "schemas/shared/event.schema.json"))).toBe(true);
    expect(existsSync(join(folder, "schemas/events/job_finished.schema.json"))).toBe(false);
  });

  it("has git ignore the log, whatever it is called, and nothing else", () => {
    const folder = project({ "package.json": "{}", ".git/config": "" });
    const log = "!a [1]*.log";
    initProject(projectFacts(folder), { layout: { ...layout, log }, hosts: [], version: "1.2.3", schemas });
    expect(readFileSync(join(folder, ".gitignore"), "utf8")).toBe("/\\!a \\[1\\]\\*.log*\n");
  });

  it.each([
    [
      "a name that stands twice",
      '{\n  "scripts": {},\n  "scripts": { "test": "x" }\n}\n',
      'package.json:3:3: duplicate key "scripts"; write it once',
    ],
    ["no end", '{ "name": "x"', "package.json:1:14: not JSON"],
    ["endless nesting", "[".repeat(500_000), "package.json:1:1: nested too deeply"],
  ])("adds nothing to a package.json with %s", (_, text, message) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "package.json"), text);
    expect(() => init(folder)).toThrow(message);
  });

  it("does not wait for a FIFO, nor read a device", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "package.json"), "{}\n");
    execFileSync("mkfifo", [join(folder, "yarn.lock")]);
    symlinkSync("/dev/zero", join(folder, ".yarnrc.yml"));
    expect(init(folder).files).toContainEqual(expect.objectContaining({ path: "package.json", outcome: "extended" }));
  });

  it("says which file cannot be read", () => {
    const folder = project({ "package.json/a": "" });
    expect(() => init(folder)).toThrow(join(folder, "package.json"));
  });
});
