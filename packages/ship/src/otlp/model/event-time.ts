import { ExactNumber } from "@metric-events/reader";
import { type Envelope, secondsOf, type TimeKind, unitsPerSecond } from "@metric-events/runtime";

const nanosPerSecond = 1_000_000_000n;
/** Log records have 64 bits without a sign for a time. */
const mostNanos = 2n ** 64n - 1n;

/**
 * The time of a valid event in Unix nanoseconds; 0, which means unknown, for one before 1970 or after 2554. Digits after the nanoseconds are
 * cut off.
 *
 * @param event with {@link ExactNumber} for numbers that JavaScript would change.
 */
export function eventNanos(event: object, { timeField, timeKind }: Envelope): bigint {
  const nanos = nanosOf((event as Readonly<Record<string, unknown>>)[timeField], timeKind) ?? 0n;
  return nanos >= 0n && nanos <= mostNanos ? nanos : 0n;
}

function nanosOf(value: unknown, kind: TimeKind): bigint | undefined {
  if (kind === "date-time") return typeof value === "string" ? nanosOfText(value) : undefined;
  const text = value instanceof ExactNumber ? digitsOfExact(value) : typeof value === "number" ? String(value) : "";
  return nanosOfDecimal(text, nanoDigits(kind));
}

/** Further digits are far below a nanosecond, and millions of them are more than a regular expression reads. */
const mostRead = 1000;

function digitsOfExact({ text, value }: ExactNumber): string {
  if (text.length <= mostRead) return text;
  return /e/i.test(text) ? String(value) : text.slice(0, mostRead);
}

/** How many digits after the point of a number of units make nanoseconds. */
function nanoDigits(kind: Exclude<TimeKind, "date-time">): number {
  return Math.round(Math.log10(Number(nanosPerSecond) / unitsPerSecond[kind]));
}

const decimal = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i;
/** More than those of {@link mostNanos}. */
const mostDigits = 21;

/**
 * Moves the point of the decimal text, the shortest one of a double: its binary fraction is another number, such as 0.12299990654 for the
 * fraction of 1795870000.123.
 */
function nanosOfDecimal(text: string, places: number): bigint | undefined {
  const [found, sign, whole = "", fraction = "", exponent = "0"] = decimal.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const kept = digits.length - fraction.length + Number(exponent) + places;
  if (found === undefined || sign === "-" || kept > mostDigits) return undefined;
  return kept > 0 ? BigInt(digits.slice(0, kept).padEnd(kept, "0")) : 0n;
}

/** A text has as many digits as its writer gave it; the rest of it is whole seconds. */
function nanosOfText(text: string): bigint | undefined {
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? "";
  const seconds = secondsOf(text.replace(/\.\d+/, ""), "date-time");
  if (seconds === undefined) return undefined;
  return BigInt(seconds) * nanosPerSecond + BigInt(fraction.slice(0, 9).padEnd(9, "0"));
}
