const day = 86_400;
const year = 365 * day;
/** A gap of a year, and twice as long as all that follows it. */
const minGap = year;
const gapFactor = 2;
/** Events before the gap are few: one in twenty, or up to ten before a gap of five years, if twice as many follow. */
const maxShare = 1 / 20;
const maxFew = 10;
const maxShareOfFew = 1 / 3;
const minGapOfFew = 5 * year;

/** Events by the day on which they happened, as days since 1970-01-01 UTC. */
export type EventDays = ReadonlyMap<number, number>;

/** The day of an event. */
export function dayOf(unixSeconds: number): number {
  return Math.floor(unixSeconds / day);
}

/**
 * Where the events begin that a log is about, in Unix seconds, if a few others are dated long before them: years earlier, as where a clock began in 1980
 * or 2000 and nobody set it. `undefined` where there are none. A log that is old as a whole has none.
 *
 * @param days of events whose times are usable by themselves: not before 1971, and not in the future.
 */
export function farPastBorder(days: EventDays): number | undefined {
  return borderWhere(days, (early, total, gap) => {
    if (early <= total * maxShare) return true;
    return early <= maxFew && early <= total * maxShareOfFew && gap > minGapOfFew;
  });
}

/** The same while events are still coming: where the border may be once all are known, if no more than some events are before it. */
export function possibleFarPastBorder(days: EventDays, maxEarly: number): number | undefined {
  return borderWhere(days, (early) => early <= maxEarly);
}

function borderWhere(
  days: EventDays,
  areFew: (early: number, total: number, gapSeconds: number) => boolean,
): number | undefined {
  const sorted = [...days].toSorted(([left], [right]) => left - right);
  const last = sorted.at(-1)?.[0] ?? 0;
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  let early = 0;
  let border: number | undefined;
  for (const [index, [here, count]] of sorted.entries()) {
    early += count;
    const next = sorted[index + 1]?.[0];
    if (next === undefined) break;
    const gap = (next - here) * day;
    if (gap > Math.max(minGap, gapFactor * (last - next + 1) * day) && areFew(early, total, gap)) border = next * day;
  }
  return border;
}
