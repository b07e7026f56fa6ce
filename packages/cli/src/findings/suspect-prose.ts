import type { Suspect, SuspectCode } from "@metric-events/runtime";
import { formatTimestamp, unitName } from "@metric-events/text";

/** What looks wrong with a value of a valid event, in one sentence that begins with the field. */
export function suspectMessage({ code, field, value, unit, limit }: Suspect): string {
  switch (code) {
    case "future":
      return `${field}: ${timeText(value)} is in the future; ${isSmallerUnit(value) ? "it looks like a time in a smaller unit" : "a clock is wrong"}`;
    case "unset-clock":
      return `${field}: ${timeText(value)} is before 1971; a clock was not set`;
    case "unix-time":
      return `${field}: ${value} is a Unix time, not a duration`;
    case "impossible":
      return `${field}: ${withUnit(value, unit)} is greater than ${withUnit(limit, unit)}, which the schema expects at most`;
    default:
      return code satisfies never;
  }
}

/** In the words of a summary. */
export const suspectNames: Readonly<Record<SuspectCode, string>> = {
  future: "in the future",
  "unset-clock": "before 1971",
  "unix-time": "Unix time as a duration",
  impossible: "greater than expected",
};

/** All digits, so that they are found in the log. */
function withUnit(value: number | undefined, unit: string | undefined): string {
  const name = unitName(unit);
  return name === undefined ? `${value}` : `${value} ${name}`;
}

/** Whether a time is one from 2001 up to 2096 in milliseconds, microseconds or nanoseconds. */
function isSmallerUnit(unixSeconds: number): boolean {
  return [1e3, 1e6, 1e9].some((perSecond) => unixSeconds >= 1e9 * perSecond && unixSeconds < 4e9 * perSecond);
}

function timeText(unixSeconds: number): string {
  return formatTimestamp(unixSeconds, "utc");
}
