import type { Suspect } from "@metric-events/runtime";
import type { Diagnosis, FaultCode } from "../line/diagnose.js";
import type { EventCounts } from "./count-sink.js";
import type { ResultPlace } from "./judge-logs.js";
import { maxSuspectLines } from "./suspect-finder.js";

export interface EventTally {
  valid: number;
  invalid: number;
}

/** Something that looks wrong in valid events of one name. */
export interface SuspectTally extends Suspect {
  readonly eventName: string;
  /** The first lines. The value is that of the first. */
  readonly places: readonly { readonly file: string; readonly line: number }[];
  readonly count: number;
}

/** Counts logs, lines and faults. It does not grow with the log. */
export class Tally {
  files = 0;
  /** Files that could not be read, or not to their end. */
  unread = 0;
  valid = 0;
  bad = 0;
  readonly events = new Map<string, EventTally>();
  readonly faults = new Map<FaultCode, number>();
  readonly #suspects = new Map<string, SuspectTally>();

  countValid({ valid, suspects }: EventCounts, place: Pick<ResultPlace, "file" | "linesBefore">): void {
    for (const [eventName, count] of valid) {
      this.valid += count;
      this.#event(eventName).valid += count;
    }
    for (const { lines, count, ...suspect } of suspects) {
      const key = `${suspect.eventName} ${suspect.code} ${suspect.field}`;
      const known = this.#suspects.get(key) ?? { ...suspect, places: [], count: 0 };
      const places = lines.map((line) => ({ file: place.file, line: place.linesBefore + line }));
      this.#suspects.set(key, {
        ...known,
        places: [...known.places, ...places].slice(0, maxSuspectLines),
        count: known.count + count,
      });
    }
  }

  /** What looks wrong in valid events, in the order in which it was met. At most a few for each field. */
  get suspects(): readonly SuspectTally[] {
    return [...this.#suspects.values()];
  }

  countBad({ code, eventName }: Diagnosis): void {
    this.bad++;
    this.faults.set(code, (this.faults.get(code) ?? 0) + 1);
    if (eventName !== undefined) this.#event(eventName).invalid++;
  }

  #event(name: string): EventTally {
    const known = this.events.get(name);
    if (known !== undefined) return known;
    const tally = { valid: 0, invalid: 0 };
    this.events.set(name, tally);
    return tally;
  }
}
