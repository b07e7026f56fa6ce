import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { formatDiagnostic, lint, loadSchemas } from "../src/index.js";

const folder = fileURLToPath(new URL("lint/", import.meta.url));
const cases = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());

describe("lint", () => {
  it("has cases that find something and cases that find nothing", () => {
    const counts = cases.map(({ name }) => lint(loadSchemas(`${folder}${name}`)).length);
    expect(counts.filter((count) => count === 0).length).toBeGreaterThan(2);
    expect(counts.filter((count) => count > 0).length).toBeGreaterThan(20);
  });

  it("takes a folder whose path needs encoding in a URI", () => {
    const copy = join(mkdtempSync(join(tmpdir(), "metric-events-")), "a b#c%20é");
    onTestFinished(() => rmSync(dirname(copy), { recursive: true }));
    cpSync(`${folder}invalid-examples`, copy, { recursive: true });
    expect(lint(loadSchemas(copy)).map(({ code }) => code)).toEqual(["invalid-example", "invalid-example"]);
  });

  for (const { name } of cases) {
    it(name.replaceAll("-", " "), async () => {
      const diagnostics = lint(loadSchemas(`${folder}${name}`));
      const text = diagnostics.map(formatDiagnostic).join("\n").replaceAll(`test/lint/${name}`, "schemas");
      await expect(`${text === "" ? "no problems" : text}\n`).toMatchFileSnapshot(`${folder}${name}/expected.txt`);
    });
  }
});
