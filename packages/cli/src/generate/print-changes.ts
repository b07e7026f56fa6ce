import { generateProject, type ProjectOptions } from "@metric-events/codegen";
import type { SchemaSet } from "@metric-events/schema";
import type { Context } from "../context.js";
import { printChanges, withoutForeignFiles } from "../schemas/output-changes.js";

/**
 * Generates what a project wants of schemas that the lint has nothing against, and prints each file that changed or, for a check, would change.
 * Returns how many these are.
 *
 * @throws {EnvironmentError} for a file that was not generated.
 */
export async function generateAndPrint(set: SchemaSet, project: ProjectOptions, context: Context): Promise<number> {
  const changes = await withoutForeignFiles(() => generateProject(set, project));
  await printChanges(changes, "generate", project.isCheck === true, context);
  return changes.length;
}
