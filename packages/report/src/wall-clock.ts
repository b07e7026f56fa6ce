import type { Zone } from "@metric-events/text";

/** What clocks on the wall show, as seconds counted as if they were UTC: on them, every day has 24 hours. */
export type WallClock = (unixSeconds: number) => number;

/** Offsets of today's zones change at multiples of this. */
const steadySeconds = 900;
const day = 86_400;

/** An hour that comes twice, when clocks are set back, is the same hour on the wall both times. */
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

/** When clocks show a time: the first of two moments, or the moment of the change for a time that they skip. */
export function unixTimeOf(wallSeconds: number, wallClock: WallClock): number {
  const [before, after] = [wallSeconds - day, wallSeconds + day].map((near) => wallSeconds - (wallClock(near) - near));
  const isSkippedBefore = wallClock(before as number) !== wallSeconds;
  return (isSkippedBefore && wallClock(after as number) === wallSeconds ? after : before) as number;
}
