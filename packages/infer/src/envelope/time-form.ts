import { parseTimestamp } from "@metric-events/text";

/** How a log writes the time of a line. */
export type TimeForm = "seconds" | "milliseconds" | "microseconds" | "nanoseconds" | "text";

/** How many of each number form are a second. */
const perSecond = { seconds: 1, milliseconds: 1e3, microseconds: 1e6, nanoseconds: 1e9 } as const;

/** From 1980 to 2100, in seconds. */
const [earliest, latest] = [315_532_800, 4_102_444_800];

/** The form in which a value is a time of our days; `undefined` if it is none. */
export function timeFormOf(value: unknown): TimeForm | undefined {
  if (typeof value === "string") return textSeconds(value) === undefined ? undefined : "text";
  if (typeof value !== "number") return undefined;
  for (const form of ["seconds", "milliseconds", "microseconds", "nanoseconds"] as const) {
    const seconds = value / perSecond[form];
    if (seconds >= earliest && seconds <= latest) return form;
  }
  return undefined;
}

/** A time in Unix seconds; `undefined` for a value that has not this form. */
export function secondsOf(value: unknown, form: TimeForm): number | undefined {
  if (form === "text") return typeof value === "string" ? textSeconds(value) : undefined;
  return typeof value === "number" ? value / perSecond[form] : undefined;
}

/** Only dates with time and zone: a number in quotes may be anything. */
function textSeconds(text: string): number | undefined {
  return text.length <= 40 && text.includes("-") ? parseTimestamp(text) : undefined;
}
