import type { Zone } from "@metric-events/text";

/** What clocks on the wall show, as seconds that count as if they were UTC: on them, days have 24 hours. */
export type WallClock = (unixSeconds: number) => number;

/** All offsets of today's zones change at a multiple of this. */
const steadySeconds = 900;

/** When clocks are set back, an hour comes twice; both are the same hour on the wall. */
export function wallClockOf(zone: Zone): WallClock {
  if (zone === "utc") return (seconds) => seconds;
  let known = Number.NaN;
  let offset = 0;
  return (seconds) => {
    const block = Math.floor(seconds / steadySeconds);
    if (block !== known) {
      known = block;
      offset = -60 * new Date(seconds * 1000).getTimezoneOffset();
    }
    return seconds + offset;
  };
}
