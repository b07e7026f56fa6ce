import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const text = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
const testNames = (folder: string): string[] =>
  readdirSync(fileURLToPath(new URL(folder, import.meta.url)))
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => basename(name, ".test.ts"));

const durability = text("../DURABILITY.md");

/** The last cell of each promise, with its tests. */
const triedBy = durability
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| when") && !line.startsWith("| ---"))
  .map((line) => line.split(" | ").at(-1) ?? "");

describe("DURABILITY.md", () => {
  it("names existing tests for each promise", () => {
    const known = new Set([...testNames("."), ...testNames("../../core/test")]);
    expect(triedBy.length).toBeGreaterThan(10);
    for (const cell of triedBy) {
      const names = [...cell.matchAll(/`([a-z]+(?:-[a-z]+)*)`/g)].map(([, name]) => name ?? "");
      // Methods are in code spans, too.
      expect(names.filter((name) => !known.has(name) && name !== "issue")).toEqual([]);
      expect(names.length).toBeGreaterThan(0);
    }
  });

  it("names every test that FAULT_EVENTS applies to", () => {
    const files = testNames(".").filter((name) => /^import \{ faultEvents \}/m.test(text(`${name}.test.ts`)));
    expect(files.length).toBeGreaterThan(8);
    expect(files.filter((name) => !triedBy.join().includes(`\`${name}\``))).toEqual([]);
  });

  it("shows the command that runs the tests", () => {
    const { scripts }: { scripts: { test: string } } = JSON.parse(text("../package.json"));
    expect(durability).toContain(`npx ${scripts.test}\``);
    expect(existsSync(new URL("../../../vitest.config.ts", import.meta.url))).toBe(true);
  });
});
