import { ExactNumber } from "@metric-events/reader";
import { type Envelope, secondsOf, type TimeKind, unitsPerSecond } from "@metric-events/runtime";

const nanosPerSecond = 1_000_000_000n;
/** Log records have 64 bits without a sign for a time. */
const mostNanos = 2n ** 64n - 1n;

/**
 * The time of a valid event in Unix nanoseconds; 0, which means unknown, for one before 1970 or after 2554.
 *
 * @param event with {@link ExactNumber} for numbers that JavaScript would change.
 */
export function eventNanos(event: object, { timeField, timeKind }: Envelope): bigint {
  const nanos = nanosOf((event as Readonly<Record<string, unknown>>)[timeField], timeKind) ?? 0n;
  return nanos >= 0n && nanos <= mostNanos ? nanos : 0n;
}

function nanosOf(value: unknown, kind: TimeKind): bigint | undefined {
  if (kind === "date-time") return typeof value === "string" ? nanosOfText(value) : undefined;
  if (value instanceof ExactNumber) {
    return /^-?\d+$/.test(value.text) ? BigInt(value.text) * nanosPer(kind) : nanosOfNumber(value.value, kind);
  }
  return typeof value === "number" ? nanosOfNumber(value, kind) : undefined;
}

function nanosPer(kind: Exclude<TimeKind, "date-time">): bigint {
  return nanosPerSecond / BigInt(unitsPerSecond[kind]);
}

/** Whole units and the fraction by themselves: their product with 10^9 has more digits than a double. */
function nanosOfNumber(value: number, kind: Exclude<TimeKind, "date-time">): bigint | undefined {
  if (!Number.isFinite(value)) return undefined;
  const whole = Math.floor(value);
  const perUnit = nanosPer(kind);
  return BigInt(whole) * perUnit + BigInt(Math.round((value - whole) * Number(perUnit)));
}

/** A text has as many digits as its writer gave it; the rest of it is whole seconds. */
function nanosOfText(text: string): bigint | undefined {
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? "";
  const seconds = secondsOf(text.replace(/\.\d+/, ""), "date-time");
  if (seconds === undefined) return undefined;
  return BigInt(seconds) * nanosPerSecond + BigInt(fraction.slice(0, 9).padEnd(9, "0"));
}
