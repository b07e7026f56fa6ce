import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

/** Tests and cases of all packages, by the path that a document calls them by: `read/line-splitter`, `query/locked-down`. */
function testNames(): Set<string> {
  const folders = ["test", ...readdirSync("packages").map((name) => join("packages", name, "test"))];
  return new Set(
    folders
      .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: "utf8" }))
      .filter((path) => /\.test\.ts$|^cases\/.*\.txt$/.test(path))
      .map((path) => path.replace(/^cases\//, "").replace(/\.test\.ts$|\.txt$/, "")),
  );
}

describe("SECURITY.md", () => {
  it("names the tests that keep its promises", () => {
    const [, promises = ""] = readFileSync("SECURITY.md", "utf8").split("## What is promised");
    const [table = ""] = promises.split("\n## ");
    const known = testNames();
    const named = [...table.matchAll(/^\|.*\|([^|]*)\|$/gm)].flatMap(([, cell = ""]) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });
});
