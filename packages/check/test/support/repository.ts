import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gitEnvironment, temporaryFolder } from "@metric-events/test-support";
import { expect } from "vitest";
import { doorLocked, doorOpened, edit, writeSchemas } from "./door-schemas.js";

export function git(cwd: string, ...args: readonly string[]): string {
  const { status, stderr, stdout } = spawnSync("git", args, { cwd, env: gitEnvironment, encoding: "utf8" });
  expect(status, `git ${args.join(" ")}: ${stderr}`).toBe(0);
  return stdout;
}

export function commitAll(folder: string, message: string): void {
  git(folder, "add", "-A");
  git(folder, "commit", "-qm", message);
}

/** A repository whose folder `schemas` was released as v1.0.0. */
export function released(): string {
  const folder = temporaryFolder();
  git(folder, "init", "-q", "-b", "main");
  writeSchemas(join(folder, "schemas"), doorOpened(), doorLocked());
  commitAll(folder, "one");
  git(folder, "tag", "v1.0.0");
  return folder;
}

/** The same with a branch `work` that follows the release, and two commits more on main. */
export function branched(): string {
  const folder = released();
  git(folder, "branch", "work");
  edit(join(folder, "schemas"), "door_opened", ({ required }) => required.pop());
  git(folder, "commit", "-qam", "two");
  git(folder, "commit", "-q", "--allow-empty", "-m", "three");
  git(folder, "checkout", "-q", "work");
  git(folder, "commit", "-q", "--allow-empty", "-m", "of ours");
  return folder;
}

export function clone(from: string, ...options: readonly string[]): string {
  const folder = temporaryFolder();
  git(folder, "clone", "-q", ...options, pathToFileURL(from).href, "clone");
  return join(folder, "clone");
}
