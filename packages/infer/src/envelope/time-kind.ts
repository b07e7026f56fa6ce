import { secondsOf, type TimeKind } from "@metric-events/runtime";

/** From 1980 to 2100, in Unix seconds. */
const [earliest, latest] = [315_532_800, 4_102_444_800];

const numberKinds = ["s", "ms", "us", "ns"] as const;

/** The kind of which a value is a time of our days; `undefined` if it is none. */
export function timeKindOf(value: unknown): TimeKind | undefined {
  if (typeof value === "string") return secondsOf(value, "date-time") === undefined ? undefined : "date-time";
  return numberKinds.find((kind) => {
    const seconds = secondsOf(value, kind);
    return seconds !== undefined && seconds >= earliest && seconds <= latest;
  });
}
