import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gitEnvironment, temporaryFolder } from "@metric-events/test-support";
import { expect, test, vi } from "vitest";
import { runCommand } from "./support/memory-context.js";

const schemas = fileURLToPath(new URL("fixtures/door-schemas", import.meta.url));
const opened = "schemas/events/door_opened.schema.json";

function git(cwd: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync("git", args, { cwd, env: gitEnvironment, encoding: "utf8" });
  expect(stderr.includes("fatal"), stderr).toBe(false);
  expect(status).toBe(0);
}

function edit(folder: string, change: (schema: { required: string[] }) => void): void {
  const path = join(folder, opened);
  const schema = JSON.parse(readFileSync(path, "utf8")) as { required: string[] };
  change(schema);
  writeFileSync(path, JSON.stringify(schema, null, 2));
}

/** A repository with the release v1.0.0, a branch `work` that follows it, and two commits more on main. */
function repository(): string {
  const folder = temporaryFolder();
  git(folder, "init", "-q", "-b", "main");
  cpSync(schemas, join(folder, "schemas"), { recursive: true });
  git(folder, "add", "-A");
  git(folder, "commit", "-qm", "one");
  git(folder, "tag", "v1.0.0");
  git(folder, "branch", "work");
  edit(folder, ({ required }) => required.pop());
  git(folder, "commit", "-qam", "two");
  git(folder, "commit", "-q", "--allow-empty", "-m", "three");
  git(folder, "checkout", "-q", "work");
  git(folder, "commit", "-q", "--allow-empty", "-m", "of ours");
  return folder;
}

function clone(from: string, ...options: readonly string[]): string {
  const folder = temporaryFolder();
  git(folder, "clone", "-q", ...options, pathToFileURL(from).href, "clone");
  return join(folder, "clone");
}

test("what a branch did since the work began is no change of the work", async () => {
  const folder = repository();
  const { exitCode, stdout } = await runCommand(["check", "--against", "git:main"], { cwd: folder });
  expect(stdout).toBe("2 events against git:main: 2 compatible\nnothing breaks\n");
  expect(exitCode).toBe(0);
  const main = await runCommand(["diff", "--against", "git:main~0"], { cwd: folder });
  expect(main.stdout).toContain('"open_for" is required now');
});

test("a shallow clone says which command fetches the tags", async () => {
  const folder = clone(repository(), "--depth=1", "--no-tags", "--branch", "work");
  const { exitCode, stderr } = await runCommand(["check", "--against", "git:tags"], { cwd: folder });
  expect(stderr).toBe("metric-events: this shallow clone has no tags; fetch them: git fetch --tags --unshallow\n");
  expect(exitCode).toBe(3);
  const tag = await runCommand(["check", "--against", "git:v1.0.0"], { cwd: folder });
  expect(tag.stderr).toBe(
    'metric-events: git knows no "v1.0.0". It may only be missing in this shallow clone; fetch it: git fetch origin tag v1.0.0\n',
  );
  git(folder, "fetch", "-q", "origin", "tag", "v1.0.0", "--depth=1");
  const fetched = await runCommand(["check", "--against", "git:v1.0.0"], { cwd: folder });
  expect(fetched.stdout).toBe("2 events against git:v1.0.0: 2 compatible\nnothing breaks\n");
});

test("a shallow clone says how to reach the commit where the work began", async () => {
  const folder = clone(repository(), "--depth=1", "--no-single-branch", "--branch", "work");
  const { exitCode, stderr } = await runCommand(["check", "--against", "git:origin/main"], { cwd: folder });
  expect(stderr).toBe(
    "metric-events: this shallow clone does not reach back to where HEAD branched off origin/main; fetch more of the history: git fetch --unshallow\n",
  );
  expect(exitCode).toBe(3);
  git(folder, "fetch", "-q", "--unshallow");
  const whole = await runCommand(["check", "--against", "git:origin/main"], { cwd: folder });
  expect(whole).toMatchObject({
    exitCode: 0,
    stdout: "2 events against git:origin/main: 2 compatible\nnothing breaks\n",
  });
});

test("a branch that was not fetched is named with the command that fetches it", async () => {
  const folder = clone(repository(), "--single-branch", "--branch", "work");
  const { stderr } = await runCommand(["check", "--against", "git:origin/main"], { cwd: folder });
  expect(stderr).toBe(
    'metric-events: git knows no "origin/main". It may be on the server; fetch it: git fetch origin main:refs/remotes/origin/main\n',
  );
  git(folder, "fetch", "-q", "origin", "main:refs/remotes/origin/main");
  const fetched = await runCommand(["check", "--against", "git:origin/main"], { cwd: folder });
  expect(fetched.exitCode).toBe(0);
});

test("without a tag, the default is the main branch of the remote", async () => {
  const origin = repository();
  git(origin, "checkout", "-q", "main");
  const folder = clone(origin, "--no-tags");
  git(folder, "checkout", "-q", "work");
  edit(folder, ({ required }) => required.push("way"));
  const { exitCode, stdout } = await runCommand(["check"], { cwd: folder });
  expect(stdout).toContain(
    "there is no release tag yet\n2 events against git:origin/main: 1 compatible, 1 incompatible\n",
  );
  expect(exitCode).toBe(1);
});

test("schemas at the top of a repository, and called from below", async () => {
  const folder = temporaryFolder();
  cpSync(schemas, folder, { recursive: true });
  git(folder, "init", "-q", "-b", "main");
  git(folder, "add", "-A");
  git(folder, "commit", "-qm", "one");
  const result = await runCommand(["check", "--schemas", "..", "--against", "git:HEAD"], {
    cwd: join(folder, "events"),
  });
  expect(result).toMatchObject({ exitCode: 0, stdout: "2 events against git:HEAD: 2 compatible\nnothing breaks\n" });
});

test("a link in the schemas of a release is followed", async () => {
  const folder = temporaryFolder();
  cpSync(schemas, join(folder, "schemas"), { recursive: true });
  cpSync(join(schemas, "events"), join(folder, "elsewhere"), { recursive: true });
  for (const name of ["door_opened", "door_locked"]) rmSync(join(folder, `schemas/events/${name}.schema.json`));
  symlinkSync("../../elsewhere/door_opened.schema.json", join(folder, opened));
  rmSync(join(folder, "schemas/shared"), { recursive: true });
  cpSync(join(schemas, "shared"), join(folder, "common"), { recursive: true });
  symlinkSync("../common", join(folder, "schemas/shared"));
  git(folder, "init", "-q", "-b", "main");
  git(folder, "add", "-A");
  git(folder, "commit", "-qm", "one");
  git(folder, "tag", "v1.0.0");
  const same = await runCommand(["check"], { cwd: folder });
  expect(same).toMatchObject({ exitCode: 0, stdout: "1 event against git:v1.0.0: 1 compatible\nnothing breaks\n" });
  edit(folder, ({ required }) => required.push("way"));
  const broken = await runCommand(["check"], { cwd: folder });
  expect(broken.stdout).toContain('"way" is required now');
  expect(broken.exitCode).toBe(1);
});

test("a hook that says where its repository is does not disarm the check", async () => {
  const folder = repository();
  edit(folder, ({ required }) => required.push("way"));
  vi.stubEnv("GIT_DIR", join(folder, ".git"));
  vi.stubEnv("GIT_INDEX_FILE", join(folder, ".git/index"));
  try {
    const { exitCode, stdout } = await runCommand(["check"], { cwd: folder });
    expect(stdout).toContain("2 events against git:v1.0.0: 1 compatible, 1 incompatible");
    expect(exitCode).toBe(1);
  } finally {
    vi.unstubAllEnvs();
  }
});

test("schemas that moved since the releases are not passed over", async () => {
  const folder = repository();
  git(folder, "mv", "schemas", "events of ours");
  const { exitCode, stderr } = await runCommand(["check", "--schemas", "events of ours"], { cwd: folder });
  expect(stderr).toBe(
    "metric-events: v1.0.0 has no schemas in events of ours, but in schemas; if they moved, compare with a copy: git archive v1.0.0 schemas | tar -x -C <folder>, as <folder>/schemas (--against)\n",
  );
  expect(exitCode).toBe(3);
});

test("a folder may have a name that git takes for a pattern", async () => {
  const folder = temporaryFolder();
  cpSync(schemas, join(folder, ":(top)*"), { recursive: true });
  git(folder, "init", "-q", "-b", "main");
  git(folder, "add", "-A");
  git(folder, "commit", "-qm", "one");
  git(folder, "tag", "v1.0.0");
  const { exitCode, stdout } = await runCommand(["check", "--schemas", ":(top)*"], { cwd: folder });
  expect({ exitCode, stdout }).toEqual({
    exitCode: 0,
    stdout: "2 events against git:v1.0.0: 2 compatible\nnothing breaks\n",
  });
});

test("a repository may be reached through a link", async () => {
  const folder = repository();
  const link = join(temporaryFolder(), "link");
  symlinkSync(folder, link);
  const { exitCode, stdout } = await runCommand(["check", "--schemas", join(link, "schemas")], { cwd: link });
  expect({ exitCode, stdout }).toEqual({
    exitCode: 0,
    stdout: "2 events against git:v1.0.0: 2 compatible\nnothing breaks\n",
  });
});
