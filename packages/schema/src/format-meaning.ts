import { existsSync, lstatSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { readTextFile, systemReason } from "@metric-events/system";
import type { Diagnostic } from "./diagnostic.js";
import { bundleName, projectConfigName } from "./find-schema-files.js";
import { parseBounded } from "./parse-bounded.js";
import { showPath } from "./show-path.js";

/** Whether `format` is an annotation, as JSON Schema 2020-12 has it, or is checked, as its vocabulary "format-assertion" has it. */
export type FormatMeaning = "annotate" | "assert";

const maxConfigBytes = 1024 * 1024;

/** What the text of a config file says; `undefined` where it says something else. */
export function meaningInConfig(text: string): FormatMeaning | undefined {
  const data = parseBounded(text.replace(/^\uFEFF/, ""));
  if (typeof data !== "object" || data === null || Array.isArray(data)) return undefined;
  const { formats = "annotate" } = data as { readonly formats?: unknown };
  return formats === "annotate" || formats === "assert" ? formats : undefined;
}

/**
 * What the nearest config file says about the schemas of a folder or, for packed ones, the file that was written with them. Without one, formats
 * are annotations.
 */
export function findFormatMeaning(folder: string): {
  readonly formats: FormatMeaning;
  readonly diagnostics: readonly Diagnostic[];
} {
  const start = existsSync(folder) ? realpathSync(folder) : folder;
  const bundle = join(start, bundleName);
  if (lstatSync(bundle, { throwIfNoEntry: false }) !== undefined) return meaningIn(bundle, start);
  for (let at = start; ; at = dirname(at)) {
    const file = join(at, projectConfigName);
    if (lstatSync(file, { throwIfNoEntry: false }) !== undefined) return meaningIn(file, start);
    if (at === dirname(at)) return { formats: "annotate", diagnostics: [] };
  }
}

function meaningIn(file: string, folder: string): ReturnType<typeof findFormatMeaning> {
  const location = { file: showPath(file), line: 1, column: 1, pointer: "" };
  const refused = (reason: string): ReturnType<typeof findFormatMeaning> => ({
    formats: "annotate",
    diagnostics: [{ code: "unusable-config", location, params: { reason } }],
  });
  const owner = lstatSync(file).uid;
  const trusted = [0, process.geteuid?.() ?? owner, statSync(folder, { throwIfNoEntry: false })?.uid];
  if (!trusted.includes(owner)) return refused(`belongs to another user (${owner}), so it is not used`);
  let text: string;
  try {
    text = readTextFile(file, maxConfigBytes);
  } catch (error) {
    return refused(`cannot be read: ${systemReason(error)}`);
  }
  const formats = meaningInConfig(text);
  return formats === undefined
    ? refused('is not a JSON object whose "formats", if it has one, is "annotate" or "assert"')
    : { formats, diagnostics: [] };
}
