import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fuzz } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { buildCatalogue, formatDiagnostic, lint, parseSchemas } from "../src/index.js";

const schemas = fileURLToPath(new URL("../../../schemas", import.meta.url));
const texts = ["events", "shared"].flatMap((folder) =>
  readdirSync(join(schemas, folder)).map((name) => ({
    path: `${folder}/${name}`,
    text: readFileSync(join(schemas, folder, name), "utf8"),
  })),
);
const keywords = [
  "$ref",
  "$defs",
  "allOf",
  "anyOf",
  "not",
  "if",
  "properties",
  "items",
  "const",
  "enum",
  "pattern",
  "type",
  "required",
];

it("whatever is in a schema file, the loader and the lint say what is wrong, or there is a catalogue", async () => {
  const events = texts.filter(({ path }) => path.startsWith("events/"));
  const tried = await fuzz({
    name: "schemas",
    cases: fileURLToPath(new URL("fuzz-cases/schemas", import.meta.url)),
    seeds: events.map(({ text }) => Buffer.from(text)),
    words: [
      ...keywords.map((word) => `"${word}": {}, `),
      '"#"',
      '"../shared/event.schema.json"',
      "[]",
      "{}",
      "null",
      "true",
      "1e999",
      "\\ud800",
      '"(a+)+"',
      "__proto__",
      "\0",
    ],
    attempt(input) {
      const set = parseSchemas("schemas", [
        ...texts.filter(({ path }) => path !== "events/runner_stop.schema.json"),
        { path: "events/runner_stop.schema.json", text: input.toString() },
      ]);
      const diagnostics = lint(set);
      for (const diagnostic of diagnostics) {
        expect(diagnostic.location.line).toBeGreaterThan(0);
        expect(formatDiagnostic(diagnostic)).toContain(diagnostic.code);
      }
      if (diagnostics.length === 0) buildCatalogue(set);
      return [...new Set(diagnostics.map(({ code }) => code))].toSorted().join();
    },
  });
  expect(tried).toBeGreaterThanOrEqual(10);
});
