import { type EventOrigin, type LogOrigin, originOfEvent } from "@metric-events/reader";
import type { EventColumns } from "../columns/columns.js";

/** Origins beyond this many count as one. */
const maxOrigins = 10_000;

/** Numbers for origins, from 0. */
export class OriginTable {
  readonly #origins: EventOrigin[] = [];
  readonly #numbers = new Map<string, number>();

  get origins(): readonly EventOrigin[] {
    return this.#origins;
  }

  /** The origin of each row of a batch, which comes from one log. */
  ofRows({ hosts }: EventColumns, dictionary: readonly string[], log: LogOrigin): Uint32Array {
    // An empty text names no host.
    const numbers: number[] = [];
    return hosts.map((code) => (numbers[code] ??= this.#numberOf(dictionary[code - 1] || undefined, log)));
  }

  #numberOf(host: string | undefined, log: LogOrigin): number {
    const origin = originOfEvent(host, log);
    const known = this.#numbers.get(origin.key);
    if (known !== undefined) return known;
    const isFull = this.#origins.length >= maxOrigins;
    const number = isFull ? maxOrigins - 1 : this.#origins.push(origin) - 1;
    this.#numbers.set(origin.key, number);
    return number;
  }
}
