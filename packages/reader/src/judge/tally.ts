import type { Diagnosis, FaultCode } from "../line/diagnose.js";

export interface EventTally {
  valid: number;
  invalid: number;
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

  countValid(counts: ReadonlyMap<string, number>): void {
    for (const [eventName, count] of counts) {
      this.valid += count;
      this.#event(eventName).valid += count;
    }
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
