import { existsSync, lstatSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { isRecord } from "@metric-events/runtime";
import { ownerOf, readTextFile, statPath, systemReason } from "@metric-events/system";
import type { Diagnostic } from "./diagnostic.js";
import { bundleName, projectConfigName } from "./find-schema-files.js";
import { type Position, parseJsonDocument } from "./json-document.js";
import { parseBounded } from "./parse-bounded.js";
import { showPath } from "./show-path.js";
import { maxSchemaBytes, schemaSetLimits } from "./size-limits.js";

/** Whether `format` is an annotation, as JSON Schema 2020-12 has it, or is checked, as its vocabulary "format-assertion" has it. */
export type FormatMeaning = "annotate" | "assert";

const maxConfigBytes = 1024 * 1024;
const maxReceived = 60;
const start: Position = { line: 1, column: 1 };
const expectedMeaning = 'expected "annotate" or "assert"';

/** What the text of a config file says; `undefined` where it says something else. */
export function meaningInConfig(text: string): FormatMeaning | undefined {
  const read = readMeaning(text);
  return typeof read === "string" ? read : undefined;
}

interface Mistake {
  readonly reason: string;
  readonly position: Position;
}

function readMeaning(text: string): FormatMeaning | Mistake {
  const value = parseBounded(text);
  const { formats = "annotate" } = (isRecord(value) ? value : { formats: undefined }) as { readonly formats?: unknown };
  if (isRecord(value) && (formats === "annotate" || formats === "assert")) return formats;
  // Finding a place takes a lot of memory, and a person writes no file that is larger.
  const parsed = text.length > maxSchemaBytes ? undefined : parseJsonDocument(text.replace(/^\uFEFF/, ""));
  if (parsed === undefined) return { reason: expectedMeaning, position: start };
  if ("error" in parsed) return { reason: `not JSON: ${parsed.error.reason}`, position: parsed.error.position };
  const { document } = parsed;
  return isRecord(value)
    ? {
        reason: `"formats": ${expectedMeaning}, received ${received(formats)}`,
        position: document.locate("/formats", "value"),
      }
    : {
        reason: `expected a JSON object, received ${received(document.value)}`,
        position: document.locate("", "value"),
      };
}

function received(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > maxReceived ? `${text.slice(0, maxReceived)}…` : text;
}

/**
 * What the nearest config file says about the schemas of a folder or, for packed ones, the file that was written with them. Without one, formats
 * are annotations.
 *
 * @param folders Where the config file may be, the nearest first. Default: the folder and all above it.
 */
export function findFormatMeaning(
  folder: string,
  folders?: readonly string[],
): {
  readonly formats: FormatMeaning;
  readonly diagnostics: readonly Diagnostic[];
} {
  const real = existsSync(folder) ? realpathSync(folder) : folder;
  const candidates = [
    join(real, bundleName),
    ...(folders ?? foldersFrom(real)).map((each) => join(each, projectConfigName)),
  ];
  const file = candidates.find((each) => lstatSync(each, { bigint: true, throwIfNoEntry: false }) !== undefined);
  return file === undefined ? { formats: "annotate", diagnostics: [] } : meaningIn(file, real);
}

/** A folder and all above it. */
function foldersFrom(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersFrom(above)];
}

function meaningIn(file: string, folder: string): ReturnType<typeof findFormatMeaning> {
  const refused = (reason: string, { line, column }: Position = start): ReturnType<typeof findFormatMeaning> => ({
    formats: "annotate",
    diagnostics: [
      { code: "unusable-config", location: { file: showPath(file), line, column, pointer: "" }, params: { reason } },
    ],
  });
  const owner = ownerOf(file);
  const trusted = [0, process.geteuid?.() ?? owner, Number(statPath(folder)?.uid ?? -1)];
  if (!trusted.includes(owner)) return refused(`it belongs to another user (${owner})`);
  let text: string;
  try {
    text = readTextFile(file, basename(file) === bundleName ? schemaSetLimits.fileBytes : maxConfigBytes);
  } catch (error) {
    return refused(`cannot read it: ${systemReason(error)}`);
  }
  const read = readMeaning(text);
  return typeof read === "string" ? { formats: read, diagnostics: [] } : refused(read.reason, read.position);
}
