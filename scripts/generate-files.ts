// Generates packages/core/src/generated from schemas/, as `metric-events generate` does, which cannot be built before
// them. `pnpm generate` runs it after what it needs is built. With --check it changes nothing, and fails when a file is stale.
import { generateProject } from "@metric-events/codegen";
import { loadUsableSchemas, UnusableSchemasError } from "@metric-events/schema";

const isCheck = process.argv.includes("--check");
const project = { out: "packages/core/src/generated", isCheck };
try {
  const changes = await generateProject(loadUsableSchemas("schemas"), project);
  for (const { action, path } of changes) console.log(isCheck ? `stale: would ${action} ${path}` : `${action} ${path}`);
  if (isCheck && changes.length > 0) {
    console.error("Generated files are stale: run `pnpm generate` and commit what it changes.");
    process.exit(1);
  }
} catch (error) {
  if (!(error instanceof UnusableSchemasError)) throw error;
  console.error(error.message);
  process.exit(1);
}
