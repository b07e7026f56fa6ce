/** One of two events that belong together, as far as pairing looks at it. */
export interface PairedEvent {
  /** Unix time in seconds. */
  readonly time: number;
  /** Tells the event from others: whatever the caller has for it. */
  readonly place: number;
  /** The values of the identifiers that both events have, in one order; `undefined` where the event has none. */
  readonly identifiers: readonly (string | undefined)[];
  /** How many seconds before this event its other half was, where a measure says so; else NaN. */
  readonly span: number;
}

/** Clocks are stepped by up to this many seconds while something runs. */
export const clockStep = 10;
/** Times are given in steps of up to a second. */
export const widestTolerance = 2.1;
/** Floating point takes this much from a difference of times. */
const noise = 1e-5;
/** Nothing takes three years: such a number is a time, not a duration. */
const longestSpan = 1e8;

/** When the event must have happened that another one ends; NaN where it does not say. */
export function beginningOf({ time, span }: PairedEvent): number {
  return span >= 0 && span < longestSpan ? time - span : Number.NaN;
}

/** Whether an event that ends at a moment may have begun with a start: whether rounding or cutting off explains the difference. */
export function fits(start: PairedEvent, end: PairedEvent, off: number): boolean {
  if (off <= noise) return true;
  if (off > widestTolerance) return false;
  // Two times are cut off, and a span: 0.9 + 1.9 s is 1 + 0.9 s.
  return off <= 2 * Math.max(stepOf(start.time), stepOf(end.time), stepOf(end.span)) + noise;
}

/** Whether both events have an identifier in which they differ. */
export function disagrees(left: PairedEvent, right: PairedEvent): boolean {
  if (left.identifiers.length === 0 || right.identifiers.length === 0) return false;
  return left.identifiers.some((value, index) => {
    const other = right.identifiers[index];
    return value !== undefined && other !== undefined && value !== other;
  });
}

/** The step in which a number is given: 1 for 12, 0.001 for 12.345, and no less than 0.000001. */
function stepOf(value: number): number {
  for (let factor = 1; factor <= 1000; factor *= 10) {
    const scaled = value * factor;
    if (Math.abs(scaled - Math.round(scaled)) < 5e-7 * factor) return 1 / factor;
  }
  return 1e-6;
}
