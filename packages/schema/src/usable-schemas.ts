import { CodedError } from "@metric-events/runtime";
import type { LintCache } from "./cache/lint-cache.js";
import type { Diagnostic } from "./diagnostic.js";
import { formatDiagnostic } from "./diagnostic-message.js";
import { lint } from "./lint.js";
import { loadSchemas, type SchemaSet } from "./load.js";

/** Schemas that the lint refuses. The message lists all problems, each with its place. */
export class UnusableSchemasError extends CodedError<"unusable-schemas"> {
  override readonly name = "UnusableSchemasError";
  readonly diagnostics: readonly Diagnostic[];

  constructor(root: string, diagnostics: readonly Diagnostic[]) {
    const problems = diagnostics.map((diagnostic) => `  ${formatDiagnostic(diagnostic)}`);
    super("unusable-schemas", [`cannot use the schemas in ${root}:`, ...problems]);
    this.diagnostics = diagnostics;
  }
}

/**
 * Loads the schema files of a folder that the lint has nothing against.
 *
 * @param cache knows files that need not be looked at again.
 * @throws {UnusableSchemasError} with all that the lint finds.
 */
export function loadUsableSchemas(folder: string, cache?: LintCache): SchemaSet {
  const set = loadSchemas(folder);
  const diagnostics = lint(set, cache);
  if (diagnostics.length > 0) throw new UnusableSchemasError(set.root, diagnostics);
  return set;
}
