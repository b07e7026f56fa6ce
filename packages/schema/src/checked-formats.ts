import { formatLanguage } from "@metric-events/compat/formats";

/** What a text that says a time looks like: as RFC 3339 has it, which allows a space in place of the T for people who prefer to read that. */
export const timeTextPattern = `^(?:${languageOf("date")})[Tt ](?:${languageOf("time")})$`;

/** The format that a pattern stands for in contracts. */
export function formatOfPattern(pattern: string): string | undefined {
  return pattern === timeTextPattern ? "date-time" : undefined;
}

/** All texts that a format may allow, as a part of a pattern. */
function languageOf(format: string): string {
  return formatLanguage(format)?.outer.replace(/^\^\(\?:(.*)\)\$$/s, "$1") ?? "";
}
