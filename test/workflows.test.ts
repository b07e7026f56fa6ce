import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ciHosts, initDefaults, initProject, projectFacts } from "@metric-events/project";
import { temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { blocksOf } from "./support/sessions.js";
import { unsafeIn } from "./support/workflow.js";

interface Manifest {
  readonly packageManager: string;
  readonly version: string;
}

const folder = ".github/workflows";
const workflows = readdirSync(folder).map((name) => join(folder, name));
const documents = [".", "docs", ...readdirSync("packages").map((name) => join("packages", name))].flatMap((parent) =>
  readdirSync(parent)
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(parent, name)),
);
const shown = documents.flatMap((path) =>
  blocksOf(readFileSync(path, "utf8"))
    .filter(({ language, code }) => language === "yaml" && code.includes("uses:"))
    .map(({ code, line }) => [`${path}:${line}`, code] as const),
);

describe("workflows", () => {
  it.each(workflows)("%s runs only what is pinned, with no more rights than it needs", (path) => {
    expect(unsafeIn(readFileSync(path, "utf8"))).toEqual([]);
  });

  it.each(shown)("%s shows one that does", (_, code) => {
    expect(unsafeIn(code)).toEqual([]);
  });

  it("are there, and documents show one", () => {
    expect(workflows.length).toBeGreaterThan(2);
    expect(shown.length).toBeGreaterThan(0);
  });

  it("use the pnpm of package.json, and documents the command of this version", () => {
    const { packageManager, version }: Manifest = JSON.parse(readFileSync("package.json", "utf8"));
    expect(packageManager).toMatch(/^pnpm@[\d.]+\+sha512\.[0-9a-f]{128}$/);
    const [pnpm] = packageManager.split("+");
    const sources = [...workflows, ...documents, ".ci/run"];
    const named = sources.flatMap((path) =>
      [...readFileSync(path, "utf8").matchAll(/(?:\bpnpm|@metric-events\/cli)@\d[\w.-]*/g)].map(([name]) => name),
    );
    expect(new Set(named)).toEqual(new Set([pnpm, `@metric-events/cli@${version}`]));
  });
});

describe("the workflows that init writes", () => {
  it.each(["npm@11.0.0", "pnpm@10.0.0", "yarn@1.22.22", "yarn@4.9.1"])(
    "run only what is pinned, as the workflows of this repository do: %s",
    (packageManager) => {
      const project = temporaryFolder();
      writeFileSync(join(project, "package.json"), JSON.stringify({ packageManager }));
      const facts = projectFacts(project);
      const { layout } = initDefaults(facts);
      initProject(facts, { layout, hosts: ciHosts, version: "1.0.0", schemas: { event: "{}", config: "{}" } });
      const github = readFileSync(join(project, ".github/workflows/metric-events.yml"), "utf8");
      const gitlab: unknown = parse(readFileSync(join(project, ".gitlab-ci.yml"), "utf8"));
      expect(unsafeIn(github)).toEqual([]);

      const own = workflows.map((path) => readFileSync(path, "utf8")).join("\n");
      const used = [...github.matchAll(/uses: (.+)/g)].map(([, action = ""]) => action);
      expect(used.length).toBeGreaterThan(1);
      expect(used.filter((action) => !own.includes(action))).toEqual([]);
      expect(gitlab).toMatchObject({
        events: { script: expect.arrayContaining([expect.stringMatching(/ run check$/)]) },
      });
      expect(own).toContain(String(Reflect.get(Object(Reflect.get(Object(gitlab), "events")), "image")));
    },
  );
});

const pin = "0123456789012345678901234567890123456789";
const workflow = (job: string, top = "permissions:\n  contents: read\n"): string =>
  `${top}jobs:\n  test:\n    runs-on: ubuntu-latest\n${job.replaceAll(/^/gm, "    ")}\n`;

describe("the check of workflows", () => {
  it.each([
    ["no permissions at the top", workflow("steps: []", "")],
    ["the permissions at the top write", workflow("steps: []", "permissions: write-all\n")],
    ["the permissions at the top write", workflow("steps: []", "permissions:\n  contents: write\n")],
    ["no jobs", "permissions: {}\n"],
    ["test: permissions: write-all", workflow("permissions: write-all\nsteps: []")],
    ["node:20 has no digest", workflow("container: node:20\nsteps: []")],
    ["node:20 has no digest", workflow("container: { image: 'node:20' }\nsteps: []")],
    ["actions/setup-node@v6 is not pinned", workflow("steps:\n  - uses: actions/setup-node@v6")],
    ["no comment that names its version", workflow(`steps:\n  - uses: actions/setup-node@${pin}`)],
    ["leaves its credentials", workflow(`steps:\n  - uses: actions/checkout@${pin} # v5.0.0`)],
    ["an expression in a script", workflow("steps:\n  - run: echo ${{ github.head_ref }}")],
    ["npx metric-events: not pinned", workflow("steps:\n  - run: npx metric-events check")],
    ["npx -y pnpm@12: not pinned", workflow("steps:\n  - run: npx -y pnpm@12 test")],
    [
      "npx -p @metric-events/cli: not pinned",
      workflow("steps:\n  - run: npx -p @metric-events/cli metric-events check"),
    ],
  ])("finds %s", (problem, text) => {
    expect(unsafeIn(text).join("\n")).toContain(problem);
  });

  it("has nothing against one that is pinned", () => {
    const steps = [
      `  - uses: actions/checkout@${pin} # v5.0.0`,
      "    with: { persist-credentials: false }",
      "  - run: npx -y -p @metric-events/cli@0.1.0 metric-events check",
    ];
    expect(unsafeIn(workflow(`permissions:\n  id-token: write\nsteps:\n${steps.join("\n")}`))).toEqual([]);
  });
});
