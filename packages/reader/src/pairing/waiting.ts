/** One of two events that belong together, as far as pairing looks at it. */
export interface PairedEvent {
  /** Unix time in seconds. */
  readonly time: number;
  /** Tells the event from others: whatever the caller has for it. */
  readonly place: number;
  /** The values of the identifiers that both events have, in one order; `undefined` where the event has none. */
  readonly identifiers: readonly (string | undefined)[];
}

/** An event that ends another. */
export interface EndingEvent extends PairedEvent {
  /** How many seconds before it the other event was, where a measure says so; else NaN. */
  readonly span: number;
}

/** An event that waits for its other half. */
export interface Waiting extends PairedEvent {
  /** What its list is sorted by: when it happened, or when the event should have happened that it ends. */
  readonly moment: number;
  /** The step in which its times are given. */
  readonly step: number;
  /** How many seconds it says that its other half was before it; NaN for one that begins something. */
  readonly span: number;
}

/** Clocks are stepped by up to this many seconds while something runs. */
export const clockStep = 10;
/** Floating point takes this much from a difference of times. */
const noise = 1e-5;
/** Nothing takes three years: such a number is a time, not a duration. */
const longestSpan = 1e8;

export function waitingStart(event: PairedEvent): Waiting {
  const { time, place, identifiers } = event;
  return { time, place, identifiers, moment: time, step: stepOf(time), span: Number.NaN };
}

/** An event that ends another; without a usable span, its moment is NaN. */
export function waitingEnd(event: EndingEvent): Waiting {
  const { time, place, identifiers, span } = event;
  const isUsable = span >= 0 && span < longestSpan;
  return {
    time,
    place,
    identifiers,
    span,
    moment: isUsable ? time - span : Number.NaN,
    step: isUsable ? Math.max(stepOf(time), stepOf(span)) : 0,
  };
}

/** How many seconds a start is from the moment that an end names. */
export function offset(start: Waiting, moment: number): number {
  return Math.abs(start.time - moment);
}

/** How far a start and an end may be off when they belong together: two times that are cut off, and a span. */
export function tolerance(start: Waiting, end: Waiting): number {
  return 2 * Math.max(start.step, end.step) + noise;
}

/** Whether both events have an identifier in which they differ. */
export function disagrees(left: PairedEvent, right: PairedEvent): boolean {
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
