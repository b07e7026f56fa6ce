import { generateProject, type ProjectOptions } from "@metric-events/codegen";
import type { SchemaSet } from "@metric-events/schema";
import type { Context } from "../context.js";
import type { ExitCode } from "../exit-codes.js";
import { explainingForeignFiles, printChanges } from "../schemas/output-changes.js";

/**
 * Generates what a project wants of schemas that the lint has nothing against, and prints each file that changed or, for a check, would change.
 *
 * @param command what writes them, for a check.
 * @throws {EnvironmentError} for a file that was not generated.
 */
export async function generateAndPrint(
  set: SchemaSet,
  project: ProjectOptions,
  context: Context,
  command = "generate",
): Promise<ExitCode> {
  const changes = await explainingForeignFiles(() => generateProject(set, project));
  return printChanges(changes, command, project.isCheck === true, context);
}
