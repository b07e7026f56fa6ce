import { checkConfigRule } from "@metric-events/check/config";
import type { CodeKind, ImportExtension } from "@metric-events/codegen";
import { objectivesConfigRule, reportConfigRule } from "@metric-events/report/config";
import { type SettingRule, valueRule } from "@metric-events/runtime/settings";
import type { FormatMeaning } from "@metric-events/schema";

/** Keys of the config file whose value is a path, relative to the file. */
export const pathKeys = {
  schemas: "Folder of the schema files: events/ holds one for each event. Default: schemas.",
  out: "Folder where `metric-events generate` writes modules.",
  reference: "Markdown file where `metric-events generate` writes the field reference.",
  python: "Python module where `metric-events generate` writes models for readers of the log.",
  docs: "Folder where `metric-events docs` writes the reference, as pages of Markdown and HTML.",
  queries: "Folder of the queries that `metric-events query --save` writes. Default: queries.",
  alerts: "File of the rules that `metric-events alert` checks. Default: alerts.json.",
  log: "The metrics log, where METRICS_LOG_PATH is not set.",
} as const;

/** Another file would not be a module that Python can import. */
const pythonFile = /\.py$/;
export const expectedPythonFile = "expected a file that ends in .py";

export function isPythonFile(path: string): boolean {
  return pythonFile.test(path);
}

/** Keys of the config file with a choice of values. */
export const choiceKeys = {
  code: {
    description:
      "What `metric-events generate` writes: TypeScript, JavaScript with .d.ts files, or types alone. Default: typescript.",
    enum: ["typescript", "javascript", "types"],
  },
  importExtension: {
    description: "What imports of generated TypeScript end in. Default: .js.",
    enum: [".js", ".ts"],
  },
  formats: {
    description:
      "Whether `format` in the schemas beside or below this file is an annotation, or is checked: in generated code and by every command. Default: annotate.",
    enum: ["annotate", "assert"],
  },
} as const satisfies {
  readonly code: { readonly description: string; readonly enum: readonly CodeKind[] };
  readonly importExtension: { readonly description: string; readonly enum: readonly ImportExtension[] };
  readonly formats: { readonly description: string; readonly enum: readonly FormatMeaning[] };
};

/** Rules for the hosts of logs: one, or a list. */
const originRule = valueRule(
  'a rule such as "host={folder}", or a list of rules',
  {
    description:
      "The hosts of logs, where their events do not name them, as --origin says it: host={folder}, host={file}, host=<name>, or a pattern for paths with a group called host. Of several, the first that fits.",
    type: ["string", "array"],
    minLength: 1,
    minItems: 1,
    items: { type: "string", minLength: 1 },
  },
  (value) => {
    const rules: readonly unknown[] = [value].flat();
    return rules.length > 0 && rules.every((rule) => typeof rule === "string" && rule !== "");
  },
);

/** Keys of the config file with rules of their own. */
export const sections = {
  check: checkConfigRule,
  origin: originRule,
  objectives: objectivesConfigRule,
  report: reportConfigRule,
} as const satisfies Readonly<Record<string, SettingRule>>;

export type PathKey = keyof typeof pathKeys;

/** The config file as a JSON Schema, for editors. `findConfig` says the same in words. */
export function configSchema(): object {
  const paths = Object.entries(pathKeys).map(([key, description]) => [
    key,
    { description, type: "string", minLength: 1, ...(key === "python" ? { pattern: pythonFile.source } : {}) },
  ]);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "urn:metric-events:config",
    title: "metric-events.config.json",
    description: "What the command metric-events knows about a project. Paths are relative to the file.",
    type: "object",
    properties: {
      $schema: { description: "This schema, as a path from the file or a URI.", type: "string" },
      ...Object.fromEntries(paths),
      ...choiceKeys,
      check: { description: "How `metric-events check` compares schemas.", ...sections.check.schema },
      origin: sections.origin.schema,
      objectives: sections.objectives.schema,
      report: { description: "What `metric-events report` does not show.", ...sections.report.schema },
    },
    additionalProperties: false,
  };
}
