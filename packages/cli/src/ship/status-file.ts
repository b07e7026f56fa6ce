import type { ShipCounts } from "@metric-events/ship";
import { replaceFile } from "@metric-events/system";
import type { Context } from "../context.js";

/** What a status file says besides the counts. */
interface StatusSubject {
  readonly host: string;
  readonly to: string;
  readonly logs: readonly string[];
}

const everyMs = 1000;

/** A file that says how far shipping is, for who watches it: replaced as a whole, at most once a second. */
export class StatusFile {
  readonly #path: string;
  readonly #subject: StatusSubject;
  readonly #context: Pick<Context, "now">;
  #writtenAt = Number.NEGATIVE_INFINITY;

  constructor(path: string, subject: StatusSubject, context: Pick<Context, "now">) {
    this.#path = path;
    this.#subject = subject;
    this.#context = context;
  }

  /** Writes it, if the last time is long enough ago. */
  readonly update = (counts: ShipCounts): void => {
    if (performance.now() - this.#writtenAt >= everyMs) this.#write(counts, true);
  };

  finish(counts: ShipCounts): void {
    this.#write(counts, false);
  }

  #write(counts: ShipCounts, isRunning: boolean): void {
    this.#writtenAt = performance.now();
    const time = new Date(this.#context.now()).toISOString();
    replaceFile(this.#path, `${JSON.stringify({ ...this.#subject, time, isRunning, ...counts })}\n`);
  }
}
