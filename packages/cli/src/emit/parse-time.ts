import {
  doubleFit,
  isPlausibleTime,
  likelyUnit,
  type TimeKind,
  timeBigintOf,
  timeValueOf,
} from "@metric-events/runtime";
import { parseTimestamp } from "@metric-events/text";

/** A time as the events have it, or what was expected instead, and what the text seems to be. */
type ParsedTime = { readonly value: number | bigint | string } | { readonly expected: string; readonly hint: string };

const unitNames = { s: "seconds", ms: "milliseconds", us: "microseconds", ns: "nanoseconds" } as const;
const unitExamples = {
  s: "1719900000.25",
  ms: "1719900000250",
  us: "1719900000250000",
  ns: "1719900000250000000",
} as const;
const dateForm = "ISO 8601 with a zone";
const dateExample = "2026-11-23T10:15:00Z";

const plainNumber = /^-?\d+(?:\.\d+)?$/;

/** What `--timestamp` takes, in a few words. */
export function timeForms(kind: TimeKind): string {
  return kind === "date-time" ? "ISO 8601" : `Unix ${unitNames[kind]} or ISO 8601`;
}

/**
 * Reads the time of an event: Unix time in the unit that the events have, or ISO 8601.
 *
 * @param isBigint whether it is a bigint in the event.
 */
export function parseTime(text: string, kind: TimeKind, isBigint: boolean): ParsedTime {
  const expected =
    kind === "date-time"
      ? `${dateForm}, such as ${dateExample}`
      : `Unix ${unitNames[kind]} or ${dateForm}, such as ${unitExamples[kind]} or ${dateExample}`;
  if (plainNumber.test(text)) return parseNumber(text, kind, isBigint, expected);
  const seconds = parseTimestamp(text);
  const value = seconds === undefined ? undefined : timeOf(seconds, kind, isBigint);
  return value === undefined ? { expected, hint: "" } : { value };
}

/** A time in the form that an event has it. */
export function timeOf(seconds: number, kind: TimeKind, isBigint: boolean): number | bigint | string | undefined {
  return isBigint && kind !== "date-time" ? timeBigintOf(seconds * 1000, kind) : timeValueOf(seconds, kind);
}

function parseNumber(text: string, kind: TimeKind, isBigint: boolean, expected: string): ParsedTime {
  if (kind === "date-time") return { expected, hint: "" };
  const isWhole = isBigint && /^-?\d+$/.test(text);
  if (!isWhole && doubleFit(text) === "rounded") return { expected: "a number that a 64-bit float holds", hint: "" };
  const value = Number(text);
  if (isPlausibleTime(value, kind)) return { value: isWhole ? BigInt(text) : value };
  const smaller = likelyUnit(value);
  return { expected, hint: smaller === undefined ? "" : `, which seems to be in ${unitNames[smaller]}` };
}
