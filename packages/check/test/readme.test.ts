import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, it } from "vitest";
import { doorOpened, edit, writeSchemas } from "./support/door-schemas.js";
import { commitAll, git } from "./support/repository.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const vitest = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

it("shows a test that passes while nothing breaks, and fails with the event that breaks", () => {
  const [, snippet = ""] = /```typescript\n(.*?)```/s.exec(readFileSync(join(here, "../README.md"), "utf8")) ?? [];
  // Below the package, so that it finds what it imports.
  const folder = mkdtempSync(join(here, ".team-"));
  folders.push(folder);
  mkdirSync(join(folder, "test"));
  writeFileSync(join(folder, "test/schemas.test.ts"), snippet);
  writeFileSync(join(folder, "package.json"), '{ "name": "@acme/events", "version": "1.0.0", "type": "module" }');
  git(folder, "init", "-q", "-b", "main");
  writeSchemas(join(folder, "schemas"), doorOpened());
  commitAll(folder, "one");
  git(folder, "tag", "v1.0.0");
  const run = () => spawnSync(process.execPath, [vitest, "run", "--root", "."], { cwd: folder, encoding: "utf8" });
  const passed = run();
  expect(passed.status, passed.stdout + passed.stderr).toBe(0);
  edit(join(folder, "schemas"), "door_opened", ({ required }) => required.push("way"));
  const failed = run();
  expect(failed.status).toBe(1);
  expect(failed.stdout + failed.stderr).toContain('"way" is required now');
});
