import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@metric-events/test-support";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  type CheckOptions,
  type CheckResult,
  checkSchemas,
  diffSchemas,
  errorsOf,
  formatCheck,
} from "../../src/index.js";
import { doorLocked, doorOpened, edit, writeSchemas } from "../support/door-schemas.js";
import { branched, clone, commitAll, git, released } from "../support/repository.js";

afterEach(() => vi.unstubAllEnvs());

function check(cwd: string, options: Partial<CheckOptions> = {}): Promise<CheckResult> {
  return checkSchemas({ schemas: "schemas", cwd, ...options });
}

function requireWay(folder: string, schemas = "schemas"): void {
  edit(join(folder, schemas), "door_opened", ({ required }) => required.push("way"));
}

function setFormats(folder: string, formats: string): void {
  writeFileSync(join(folder, "metric-events.config.json"), JSON.stringify({ formats }));
}

function codes(result: CheckResult): string[] {
  return errorsOf(result).map(({ code }) => code);
}

describe("branches", () => {
  it("count as they were where the work began: what they did since is no change of the work", async () => {
    const cwd = branched();
    expect(await check(cwd, { against: ["git:main"] })).toMatchObject({ baselines: ["git:main"], findings: [] });
    const { outcomes } = await diffSchemas({ schemas: "schemas", cwd, against: ["git:main~0"] });
    const changed = outcomes.flatMap((outcome) => (outcome.status === "changed" ? outcome.comparison.changes : []));
    expect(changed.map(({ code, params }) => [code, params.name])).toEqual([["required-added", "open_for"]]);
  });

  it("of the remote are the default while there is no tag", async () => {
    const origin = branched();
    git(origin, "checkout", "-q", "main");
    const cwd = clone(origin, "--no-tags");
    git(cwd, "checkout", "-q", "work");
    requireWay(cwd);
    const result = await check(cwd);
    expect(result.baselines).toEqual(["git:origin/main"]);
    expect(result.notes).toEqual(["no release tag yet"]);
    expect(codes(result)).toEqual(["required-added"]);
  });
});

describe("what was not fetched", () => {
  it("is named with the command that fetches the tags", async () => {
    const cwd = clone(branched(), "--depth=1", "--no-tags", "--branch", "work");
    await expect(check(cwd, { against: ["git:tags"] })).rejects.toMatchObject({
      code: "incomplete-history",
      message: "this shallow clone has no tags; fetch them: git fetch --tags --unshallow",
    });
    await expect(check(cwd, { against: ["git:v1.0.0"] })).rejects.toThrow("fetch it: git fetch origin tag v1.0.0");
    git(cwd, "fetch", "-q", "origin", "tag", "v1.0.0", "--depth=1");
    expect(await check(cwd, { against: ["git:v1.0.0"] })).toMatchObject({ findings: [] });
  });

  it("is named with the command that reaches the commit where the work began", async () => {
    const cwd = clone(branched(), "--depth=1", "--no-single-branch", "--branch", "work");
    const against = ["git:origin/main"];
    await expect(check(cwd, { against })).rejects.toThrow(
      "this shallow clone does not reach back to where HEAD branched off origin/main; fetch more of the history: git fetch --unshallow",
    );
    git(cwd, "fetch", "-q", "--unshallow");
    expect(await check(cwd, { against })).toMatchObject({ baselines: against, findings: [] });
  });

  it("is named with the command that fetches a branch", async () => {
    const cwd = clone(branched(), "--single-branch", "--branch", "work");
    const against = ["git:origin/main"];
    await expect(check(cwd, { against })).rejects.toThrow("git fetch origin main:refs/remotes/origin/main");
    git(cwd, "fetch", "-q", "origin", "main:refs/remotes/origin/main");
    expect(await check(cwd, { against })).toMatchObject({ findings: [] });
  });
});

describe("places", () => {
  it("may be the top of a repository, seen from below", async () => {
    const folder = writeSchemas(temporaryFolder(), doorOpened(), doorLocked());
    git(folder, "init", "-q", "-b", "main");
    commitAll(folder, "one");
    const options = { schemas: "..", cwd: join(folder, "events"), against: ["git:HEAD"] };
    expect(await checkSchemas(options)).toMatchObject({ findings: [], verdicts: [{}, {}] });
  });

  it("may be reached through a link", async () => {
    const folder = released();
    const link = join(temporaryFolder(), "link");
    symlinkSync(folder, link);
    requireWay(folder);
    const result = await checkSchemas({ schemas: join(link, "schemas"), cwd: link });
    expect(codes(result)).toEqual(["required-added"]);
  });

  it("may have a name that git takes for a pattern", async () => {
    const folder = temporaryFolder();
    git(folder, "init", "-q", "-b", "main");
    writeSchemas(join(folder, ":(top)*"), doorOpened());
    commitAll(folder, "one");
    git(folder, "tag", "v1.0.0");
    requireWay(folder, ":(top)*");
    expect(codes(await check(folder, { schemas: ":(top)*" }))).toEqual(["required-added"]);
  });

  it("are those of the schemas, whatever a hook says about its repository", async () => {
    const folder = released();
    requireWay(folder);
    const other = released();
    vi.stubEnv("GIT_DIR", join(other, ".git"));
    vi.stubEnv("GIT_INDEX_FILE", join(other, ".git/index"));
    expect(codes(await check(folder))).toEqual(["required-added"]);
  });
});

function move(folder: string): void {
  mkdirSync(join(folder, "packages"));
  git(folder, "mv", "schemas", "packages/ours");
  edit(join(folder, "packages/ours"), "door_opened", ({ properties }) => {
    properties["open_for"] = { ...properties["open_for"], minimum: 1 };
  });
  commitAll(folder, "moved");
}

describe("schemas that moved", () => {
  it("are an error for each release before, also when a later one has them here", async () => {
    const folder = released();
    move(folder);
    git(folder, "tag", "v2.0.0");
    await expect(check(folder, { schemas: "packages/ours" })).rejects.toMatchObject({
      code: "moved-schemas",
      message: expect.stringMatching(
        /^v1\.0\.0 has no schemas in packages\/ours, but in schemas; .*git archive v1\.0\.0 schemas .*git:tags@>1\.0\.0$/,
      ),
    });
    expect(await check(folder, { schemas: "packages/ours", against: ["git:tags@>1.0.0"] })).toMatchObject({
      baselines: ["git:v2.0.0"],
      findings: [],
    });
  });

  it("are an error for the main branch while there is no release", async () => {
    const folder = released();
    git(folder, "tag", "-d", "v1.0.0");
    git(folder, "checkout", "-q", "-b", "work");
    move(folder);
    await expect(check(folder, { schemas: "packages/ours" })).rejects.toMatchObject({ code: "moved-schemas" });
  });

  it("are found at the top of the repository, too", async () => {
    const folder = writeSchemas(temporaryFolder(), doorOpened());
    git(folder, "init", "-q", "-b", "main");
    commitAll(folder, "one");
    git(folder, "tag", "v1.0.0");
    mkdirSync(join(folder, "schemas"));
    git(folder, "mv", "events", "schemas/events");
    await expect(check(folder)).rejects.toThrow("but in the top of the repository");
  });
});

describe("releases", () => {
  it("are an error in a range that has none: nothing would be compared", async () => {
    await expect(check(released(), { against: ["git:tags@^7"] })).rejects.toMatchObject({
      code: "baseline-not-found",
      message: "no release tag is in the range ^7; there are v1.0.0",
    });
  });

  it("from before the first schemas are left out, and named", async () => {
    const folder = temporaryFolder();
    git(folder, "init", "-q", "-b", "main");
    git(folder, "commit", "-q", "--allow-empty", "-m", "none yet");
    git(folder, "tag", "v0.1.0");
    writeSchemas(join(folder, "schemas"), doorOpened());
    commitAll(folder, "the first");
    git(folder, "tag", "v1.0.0");
    expect(await check(folder)).toMatchObject({
      baselines: ["git:v1.0.0"],
      notes: ["v0.1.0: no schemas in schemas"],
    });
  });
});

describe("links in a release", () => {
  it("are followed, also to another link and to folders", async () => {
    const folder = temporaryFolder();
    git(folder, "init", "-q", "-b", "main");
    writeSchemas(join(folder, "elsewhere"), doorOpened(), doorLocked());
    mkdirSync(join(folder, "schemas"));
    symlinkSync("elsewhere/events", join(folder, "all"));
    symlinkSync("../all", join(folder, "schemas/events"));
    commitAll(folder, "one");
    git(folder, "tag", "v1.0.0");
    // In the work tree, a link could lead to any file of the machine.
    await expect(check(folder)).rejects.toThrow("it is a link out of the schema folder");
    git(folder, "rm", "-q", "schemas/events");
    writeSchemas(join(folder, "schemas"), doorOpened(), doorLocked());
    expect(await check(folder)).toMatchObject({ findings: [], verdicts: [{}, {}] });
    requireWay(folder, "schemas");
    expect(codes(await check(folder))).toEqual(["required-added"]);
  });

  it.each([
    ["a", "."],
    ["events/again", ".."],
    ["events/self", "self"],
    ["a", "../schemas"],
    ["shared", "../.."],
  ])("from %s to %s are an error that names the link, not a loop", async (name, target) => {
    const folder = released();
    symlinkSync(target, join(folder, "schemas", name));
    commitAll(folder, "two");
    git(folder, "tag", "v1.1.0");
    git(folder, "rm", "-q", join("schemas", name));
    await expect(check(folder, { against: ["git:v1.1.0"] })).rejects.toMatchObject({
      name: "CheckError",
      code: "baseline-not-found",
      message: expect.stringMatching(new RegExp(`schemas/${name} of commit [0-9a-f]{12}: .*link to`)),
    });
  });

  it("that lead to each other are an error, too", async () => {
    const folder = released();
    writeSchemas(join(folder, "b"), doorLocked());
    symlinkSync("../b", join(folder, "schemas/b"));
    symlinkSync("../schemas", join(folder, "b/back"));
    commitAll(folder, "two");
    git(folder, "tag", "v1.1.0");
    git(folder, "rm", "-q", "schemas/b");
    await expect(check(folder, { against: ["git:v1.1.0"] })).rejects.toThrow("leads back to a folder that contains it");
  });

  it("that multiply are an error before they fill the memory", async () => {
    const folder = released();
    for (let level = 0; level < 16; level++) {
      writeSchemas(join(folder, `level${level}`), doorLocked());
      for (const name of ["a", "b"]) symlinkSync(`../level${level + 1}`, join(folder, `level${level}/${name}`));
    }
    writeSchemas(join(folder, "level16"), doorLocked());
    symlinkSync("../level0", join(folder, "schemas/many"));
    commitAll(folder, "two");
    git(folder, "tag", "v1.1.0");
    git(folder, "rm", "-q", "schemas/many");
    await expect(check(folder, { against: ["git:v1.1.0"] })).rejects.toThrow("more than 1,000 links");
  });
});

describe("what formats mean", () => {
  const mail = { description: "Whose key it was.", type: "string", format: "email" };

  it("is what the config file of each commit says", async () => {
    const cwd = released();
    edit(join(cwd, "schemas"), "door_opened", ({ properties }) => Object.assign(properties, { mail }));
    for (const [tag, formats] of [
      ["v2.0.0", "annotate"],
      ["v3.0.0", "assert"],
    ] as const) {
      setFormats(cwd, formats);
      commitAll(cwd, tag);
      git(cwd, "tag", tag);
    }
    expect(codes(await check(cwd, { against: ["git:v3.0.0"] }))).toEqual([]);
    const narrowed = await check(cwd, { against: ["git:v2.0.0"] });
    expect(codes(narrowed)).toEqual(["pattern-added"]);
    expect(formatCheck(narrowed, "text")).toContain('"mail": pattern of the format "email" added');
    setFormats(cwd, "annotate");
    expect(codes(await check(cwd, { against: ["git:v3.0.0"] }))).toEqual(["pattern-removed"]);
  });
});
