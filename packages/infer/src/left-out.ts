import type { FaultCode } from "@metric-events/reader";

/** Why a line is not an event: a fault of the line, or what its object lacks. */
export type LeftOutReason = FaultCode | "not-object" | "no-name" | "no-time";

/** A place in a log: of a line, and of a character in it, in bytes from 1, if that is known. */
export interface LinePlace {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** Lines that the proposal does not describe, for one reason. */
export interface LeftOutLines {
  readonly reason: LeftOutReason;
  readonly count: number;
  /** The first of them. */
  readonly places: readonly LinePlace[];
}

const maxPlaces = 3;

/** Counts the lines that the proposal does not describe, and keeps the places of the first ones. */
export class LeftOut {
  readonly #byReason = new Map<LeftOutReason, { count: number; readonly places: LinePlace[] }>();

  add(reason: LeftOutReason, place: LinePlace): void {
    const lines = this.#byReason.get(reason) ?? { count: 0, places: [] };
    this.#byReason.set(reason, lines);
    lines.count++;
    if (lines.places.length < maxPlaces) lines.places.push(place);
  }

  /** By reason, the most frequent first. */
  get all(): readonly LeftOutLines[] {
    const all = [...this.#byReason].map(([reason, { count, places }]) => ({ reason, count, places: [...places] }));
    return all.toSorted((left, right) => right.count - left.count || (left.reason < right.reason ? -1 : 1));
  }
}
