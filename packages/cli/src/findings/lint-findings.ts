import { type Diagnostic, diagnosticMessage, type SchemaFile } from "@metric-events/schema";
import { count, type FindingFormat, formatFindings, type PlacedFinding } from "@metric-events/text";
import type { Context } from "../context.js";
import { lintRules } from "./lint-rules.js";
import { printingOptions } from "./printing.js";

/** The problems of a lint in an output format. */
export function formatDiagnostics(
  diagnostics: readonly Diagnostic[],
  schemas: readonly Pick<SchemaFile, "package">[],
  format: FindingFormat,
  context: Context,
): string {
  const found = diagnostics.length === 0 ? "no problems" : count(diagnostics.length, "problem");
  const files = schemas.filter((file) => file.package === undefined).length;
  const packageFiles = schemas.length - files;
  const others = packageFiles === 0 ? "" : ` and ${packageFiles} of packages`;
  return formatFindings(
    diagnostics.map(placedDiagnostic),
    {
      lines: [`${count(files, "schema file")}${others}: ${found}`],
      data: { summary: { files, ...(packageFiles === 0 ? {} : { packageFiles }), findings: diagnostics.length } },
    },
    format,
    { ...printingOptions(context), rules: lintRules, heading: "Schema files" },
  );
}

function placedDiagnostic(diagnostic: Diagnostic): PlacedFinding {
  const { code, location } = diagnostic;
  const { file, line, column, pointer, package: owner } = location;
  return {
    place: { file, line, column },
    code,
    severity: "error",
    message: diagnosticMessage(diagnostic),
    facts: { pointer, ...(owner === undefined ? {} : { package: owner }) },
  };
}
