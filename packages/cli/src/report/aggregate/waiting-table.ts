/** What two events agree in that belong together: a number, or a text where there are too many for numbers. */
export type Key = number | string;

/** Events that wait for their other half, in the order of the log. */
export interface Waiting {
  readonly times: number[];
  readonly places: number[];
}

/** What waits for its other half, by key: of numbers by index, which is faster than in a map. */
export class WaitingTable {
  readonly #numbered: Waiting[] = [];
  readonly #named = new Map<string, Waiting>();

  get(key: Key): Waiting | undefined {
    return typeof key === "number" ? this.#numbered[key] : this.#named.get(key);
  }

  set(key: Key, waiting: Waiting): void {
    if (typeof key === "number") this.#numbered[key] = waiting;
    else this.#named.set(key, waiting);
  }

  delete(key: Key): void {
    if (typeof key === "string") this.#named.delete(key);
  }

  *values(): Generator<Waiting> {
    // Not every number is a key.
    for (const waiting of this.#numbered) if (waiting !== undefined) yield waiting;
    yield* this.#named.values();
  }

  clear(): void {
    this.#numbered.length = 0;
    this.#named.clear();
  }
}

export function hold(waiting: WaitingTable, key: Key, time: number, place: number): void {
  const known = waiting.get(key);
  if (known === undefined) waiting.set(key, { times: [time], places: [place] });
  else {
    known.times.push(time);
    known.places.push(place);
  }
}

export function remove({ times, places }: Waiting, index: number): void {
  // Mostly the first, and shifting makes no array.
  if (index === 0) {
    times.shift();
    places.shift();
  } else {
    times.splice(index, 1);
    places.splice(index, 1);
  }
}
