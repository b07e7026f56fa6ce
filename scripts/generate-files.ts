// Generates packages/core/src/generated and docs/events.md from schemas/. `pnpm generate` runs it after what it needs is built. With --check it changes nothing, and fails if they are stale.
import { compareOutput, fieldReference, generateModules, writeOutput } from "@metric-events/codegen";
import { buildCatalogue, formatDiagnostic, lint, loadSchemas } from "@metric-events/schema";

const isCheck = process.argv.includes("--check");

const set = loadSchemas("schemas");
const diagnostics = lint(set);
if (diagnostics.length > 0) {
  console.error(diagnostics.map(formatDiagnostic).join("\n"));
  process.exit(1);
}

const model = buildCatalogue(set);
const outputs = [
  { folder: "packages/core/src/generated", files: await generateModules(model) },
  { folder: "docs", files: [{ path: "events.md", content: fieldReference(model) }] },
];
const changes = outputs.flatMap(({ folder, files }) =>
  (isCheck ? compareOutput : writeOutput)(folder, files).map(({ path, action }) => `${action} ${folder}/${path}`),
);
for (const change of changes) console.log(isCheck ? `stale: would ${change}` : change);
if (isCheck && changes.length > 0) {
  console.error("Generated files are stale: run `pnpm generate` and commit what it changes.");
  process.exit(1);
}
