import { relative } from "node:path";
import { ForeignFileError, generateProject, type OutputChange, type ProjectOptions } from "@metric-events/codegen";
import type { SchemaSet } from "@metric-events/schema";
import { printable } from "@metric-events/text";
import type { Context } from "../context.js";
import { EnvironmentError } from "../errors.js";

/**
 * Generates what a project wants of schemas that the lint has nothing against, and prints each file that changed or, for a check, would change.
 * Returns how many these are.
 *
 * @throws {EnvironmentError} for a file that was not generated.
 */
export async function generateAndPrint(set: SchemaSet, project: ProjectOptions, context: Context): Promise<number> {
  const changes = await withoutForeignFiles(generateProject(set, project));
  for (const change of changes) {
    await context.stdout.print(`${printable(describe(change, project.isCheck === true, context))}\n`);
  }
  return changes.length;
}

async function withoutForeignFiles<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ForeignFileError) throw new EnvironmentError(error.message, { cause: error });
    throw error;
  }
}

const done = { create: "created", update: "updated", remove: "removed" } as const;
const stale = {
  create: "is missing",
  update: "is stale",
  remove: "belongs to an event that no longer exists",
} as const;

function describe({ path, action }: OutputChange, isCheck: boolean, { cwd }: Context): string {
  const shown = relative(cwd, path);
  return isCheck ? `${shown} ${stale[action]}; run metric-events generate` : `${done[action]} ${shown}`;
}
