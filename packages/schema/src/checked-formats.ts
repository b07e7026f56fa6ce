import { formatLanguage } from "@metric-events/compat/formats";
import type { SchemaObject } from "./schema-types.js";

/** What a text that says a time looks like: as RFC 3339 has it, which allows a space in place of the T for people who prefer to read that. */
export const timeTextPattern = `^(?:${languageOf("date")})[Tt ](?:${languageOf("time")})$`;

/** Formats of texts that can be checked: their grammar is a regular language, or nearly. */
const textFormats = [
  "date",
  "date-time",
  "duration",
  "email",
  "hostname",
  "ipv4",
  "ipv6",
  "iri",
  "iri-reference",
  "json-pointer",
  "relative-json-pointer",
  "time",
  "uri",
  "uri-reference",
  "uri-template",
  "uuid",
] as const;

/** Formats of numbers that can be checked, as the OpenAPI Format Registry has them. */
const numberFormats: Readonly<Record<string, SchemaObject>> = {
  int32: {
    type: ["integer", "null", "boolean", "string", "array", "object"],
    minimum: -(2 ** 31),
    maximum: 2 ** 31 - 1,
  },
  int64: {
    type: ["integer", "null", "boolean", "string", "array", "object"],
    minimum: -(2 ** 63),
    // The greatest one, 2^63 - 1, is not a double.
    exclusiveMaximum: 2 ** 63,
  },
};

/** All formats that can be checked. */
export const checkedFormats: readonly string[] = [...textFormats, ...Object.keys(numberFormats)].toSorted();

const textRules: ReadonlyMap<string, SchemaObject> = new Map(
  textFormats.map((format) => {
    const maxLength = formatLanguage(format)?.maxLength;
    return [
      format,
      { pattern: formatLanguage(format)?.outer ?? "", ...(maxLength === undefined ? {} : { maxLength }) },
    ];
  }),
);

const formatsByPattern: ReadonlyMap<string, string> = new Map([
  ...[...textRules].map(([format, { pattern = "" }]) => [pattern, format] as const),
  [timeTextPattern, "date-time"],
]);

/** The format that a pattern stands for in contracts. */
export function formatOfPattern(pattern: string): string | undefined {
  return formatsByPattern.get(pattern);
}

/**
 * What a schema that names a format asks for where formats are checked, in keywords that all validators know. `undefined` for a format that
 * cannot be checked.
 */
export function rulesOfFormat(format: string): SchemaObject | undefined {
  return textRules.get(format) ?? (Object.hasOwn(numberFormats, format) ? numberFormats[format] : undefined);
}

/** The same for the format of a schema. A field that is marked as the time of its event may have a space in place of the T. */
export function rulesOfSchema({ format, envelope }: SchemaObject): SchemaObject | undefined {
  if (format === undefined) return undefined;
  return envelope === "time" && format === "date-time" ? { pattern: timeTextPattern } : rulesOfFormat(format);
}

/** All texts that a format may allow, as a part of a pattern. */
function languageOf(format: string): string {
  return formatLanguage(format)?.outer.replace(/^\^\(\?:(.*)\)\$$/s, "$1") ?? "";
}
