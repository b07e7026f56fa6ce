import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { formatDiagnostic, lint, loadSchemas } from "../src/index.js";

const folder = fileURLToPath(new URL("lint/", import.meta.url));
const cases = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());

describe("lint", () => {
  it("has cases that find something and cases that find nothing", () => {
    const counts = cases.map(({ name }) => lint(loadSchemas(`${folder}${name}`)).length);
    expect(counts.filter((count) => count === 0).length).toBeGreaterThan(2);
    expect(counts.filter((count) => count > 0).length).toBeGreaterThan(20);
  });

  for (const { name } of cases) {
    it(name.replaceAll("-", " "), async () => {
      const diagnostics = lint(loadSchemas(`${folder}${name}`));
      const text = diagnostics.map(formatDiagnostic).join("\n").replaceAll(`test/lint/${name}`, "schemas");
      await expect(`${text === "" ? "no problems" : text}\n`).toMatchFileSnapshot(`${folder}${name}/expected.txt`);
    });
  }
});
