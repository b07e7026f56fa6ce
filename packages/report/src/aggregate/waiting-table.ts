/** What two events agree in that belong together: a number, or a text where there are too many for numbers. */
export type Key = number | string;

const firstCapacity = 1024;
const none = 0;

/**
 * Events that wait for their other half: a queue for each key, in the order of the log. Events are numbers into a few columns, since
 * millions of them come and go. So are queues; 0 is none.
 */
export class WaitingTable {
  readonly #numbered: number[] = [];
  readonly #named = new Map<string, number>();
  /** Of each queue. */
  #first: number[] = [none];
  #last: number[] = [none];
  #lengths: number[] = [0];
  readonly #freeQueues: number[] = [];
  /** Of each event. */
  #times = new Float64Array(firstCapacity);
  #places = new Float64Array(firstCapacity);
  #next = new Int32Array(firstCapacity);
  #free = none;
  #used = 1;

  /** The queue of a key; 0 when it has none. */
  queueOf(key: Key): number {
    return (typeof key === "number" ? this.#numbered[key] : this.#named.get(key)) ?? none;
  }

  lengthOf(queue: number): number {
    return this.#lengths[queue] as number;
  }

  /** The time of the first event in a queue; NaN when the queue is empty. */
  firstTime(queue: number): number {
    const first = this.#first[queue] as number;
    return first === none ? Number.NaN : (this.#times[first] as number);
  }

  /** @param queue one that is not empty. */
  firstPlace(queue: number): number {
    return this.#places[this.#first[queue] as number] as number;
  }

  hold(key: Key, time: number, place: number): void {
    let queue = this.queueOf(key);
    if (queue === none) {
      queue = this.#newQueue();
      if (typeof key === "number") this.#numbered[key] = queue;
      else this.#named.set(key, queue);
    }
    const event = this.#newEvent();
    this.#times[event] = time;
    this.#places[event] = place;
    this.#next[event] = none;
    const last = this.#last[queue] as number;
    if (last === none) this.#first[queue] = event;
    else this.#next[last] = event;
    this.#last[queue] = event;
    this.#lengths[queue] = this.lengthOf(queue) + 1;
  }

  /** @param queue one that is not empty. */
  removeFirst(queue: number): void {
    this.#remove(queue, none, this.#first[queue] as number);
  }

  /** Removes the first event of a queue that comes at a time or up to this many seconds later; false when no event does. */
  removeWithin(queue: number, from: number, seconds: number): boolean {
    let before = none;
    for (let event = this.#first[queue] as number; event !== none; event = this.#next[event] as number) {
      const time = this.#times[event] as number;
      if (time >= from && time - from <= seconds) {
        this.#remove(queue, before, event);
        return true;
      }
      before = event;
    }
    return false;
  }

  /** Forgets a key that is a text and whose queue is empty: it will not come again. */
  forget(key: Key): void {
    if (typeof key === "number") return;
    this.#freeQueues.push(this.queueOf(key));
    this.#named.delete(key);
  }

  *queues(): Generator<number> {
    // Not every number is a key.
    for (const queue of this.#numbered) if (queue !== undefined) yield queue;
    yield* this.#named.values();
  }

  *eventsOf(queue: number): Generator<{ readonly time: number; readonly place: number }> {
    for (let event = this.#first[queue] as number; event !== none; event = this.#next[event] as number) {
      yield { time: this.#times[event] as number, place: this.#places[event] as number };
    }
  }

  clear(): void {
    this.#numbered.length = 0;
    this.#named.clear();
    this.#first = [none];
    this.#last = [none];
    this.#lengths = [0];
    this.#freeQueues.length = 0;
    this.#free = none;
    this.#used = 1;
  }

  #remove(queue: number, before: number, event: number): void {
    const next = this.#next[event] as number;
    if (before === none) this.#first[queue] = next;
    else this.#next[before] = next;
    if (next === none) this.#last[queue] = before;
    this.#lengths[queue] = this.lengthOf(queue) - 1;
    this.#next[event] = this.#free;
    this.#free = event;
  }

  #newQueue(): number {
    const freed = this.#freeQueues.pop();
    if (freed !== undefined) return freed;
    this.#last.push(none);
    this.#lengths.push(0);
    return this.#first.push(none) - 1;
  }

  #newEvent(): number {
    const event = this.#free;
    if (event !== none) {
      this.#free = this.#next[event] as number;
      return event;
    }
    if (this.#used === this.#times.length) this.#grow();
    return this.#used++;
  }

  #grow(): void {
    const capacity = 2 * this.#used;
    const [times, places, next] = [new Float64Array(capacity), new Float64Array(capacity), new Int32Array(capacity)];
    times.set(this.#times);
    places.set(this.#places);
    next.set(this.#next);
    [this.#times, this.#places, this.#next] = [times, places, next];
  }
}
