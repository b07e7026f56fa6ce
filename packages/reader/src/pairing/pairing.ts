import { type PairedAmong, PairQueue, type StartAndEnd } from "./pair-queue.js";
import { ReorderBuffer } from "./reorder-buffer.js";
import { beginningOf, clockStep, type PairedEvent } from "./waiting.js";

/** Events that wait for their other half; with more, pairing is given up, since events that never end would fill the memory. */
const maxWaiting = 500_000;
/** Ends of one key whose start may still follow in the log, where no span says when that was. */
const maxOthers = 100;
/** Events that are brought into the order of time, where pairs follow from it. */
const maxReordered = 200_000;
/** Keys that are kept although nothing waits. */
const maxIdleQueues = 10_000;

/** What becomes of events, with the origin and the key that they were added with. */
export interface PairingOutcome {
  readonly onPair?: ((start: PairedEvent, end: PairedEvent, among: PairedAmong) => void) | undefined;
  /** A start that no end followed in time. */
  readonly onLost?: ((start: PairedEvent, among: PairedAmong) => void) | undefined;
  /** An end whose start should be in the log, and is not. */
  readonly onUnbegun?: ((end: PairedEvent, among: PairedAmong) => void) | undefined;
}

export interface PairingRules extends PairingOutcome {
  /** Seconds after which a start without an end is lost. */
  readonly lostAfter: number;
  /** Whether ends say how long before them their start was. */
  readonly hasSpans: boolean;
}

export interface PairingCounts {
  readonly begun: number;
  readonly ended: number;
  /** Starts whose end can still come. */
  readonly open: number;
  /** Whether too many events waited, so that nothing can be said. */
  readonly isGivenUp: boolean;
}

/**
 * Pairs events that begin something with those that end it. Only events of one origin and one key are paired:
 *
 * 1. by identifiers that both carry;
 * 2. by time, where the end says how long before it the start was: within the steps in which times are given, and else within a clock
 *    step of a few seconds, or where the span is in milliseconds;
 * 3. where there is no span, and where spans do not hold in the log: the oldest start that is left.
 *
 * The second needs no order of lines; for the third, events are brought into the order of time, as far as 200,000 of them tell it. An end that names a time at which nothing began takes nobody else's start: it has none.
 */
export class Pairing {
  readonly #rules: PairingRules;
  readonly #origins = new Map<number, OriginPairs>();
  /** Files of one origin may overlap in time, and are read one after the other. */
  readonly #unordered = new ReorderBuffer<UnorderedEvent>(maxReordered, ({ isEnd, origin, key, event }) => {
    if (isEnd) this.#takeEnd(origin, key, event);
    else this.#takeStart(origin, key, event);
  });
  #begun = 0;
  #ended = 0;
  #waiting = 0;
  #isGivenUp = false;
  /** Pairs whose end named the moment of the start. */
  #fitting = 0;

  constructor(rules: PairingRules) {
    this.#rules = rules;
  }

  addStart(origin: number, key: number, event: PairedEvent): void {
    this.#begun++;
    if (this.#rules.hasSpans) this.#takeStart(origin, key, event);
    else this.#unordered.add({ isEnd: false, origin, key, event });
  }

  addEnd(origin: number, key: number, event: PairedEvent): void {
    this.#ended++;
    if (this.#rules.hasSpans) this.#takeEnd(origin, key, event);
    else this.#unordered.add({ isEnd: true, origin, key, event });
  }

  #takeStart(origin: number, key: number, event: PairedEvent): void {
    if (this.#isGivenUp) return;
    const queue = this.#queueOf(origin, key, event.time);
    const end = queue.hasEnds ? this.#endFor(event, queue) : undefined;
    if (end === undefined) {
      queue.addStart(event);
      this.#waiting++;
      return;
    }
    queue.removeEnd(end);
    this.#waiting--;
    this.#pair(event, end, queue);
  }

  #takeEnd(origin: number, key: number, event: PairedEvent): void {
    if (this.#isGivenUp) return;
    const queue = this.#queueOf(origin, key, event.time);
    const start = this.#startFor(event, queue);
    if (start === undefined) {
      queue.addEnd(event);
      this.#waiting++;
      if (!this.#rules.hasSpans) this.#limitOthers(queue, this.#originOf(origin));
      return;
    }
    queue.removeStart(start);
    this.#waiting--;
    this.#pair(start, event, queue);
  }

  /** Keeps the memory bounded. To be called now and then. */
  tidy(): void {
    if (this.#waiting > maxWaiting) {
      this.#settle((origin) => origin.last - this.#rules.lostAfter);
      if (this.#waiting > maxWaiting / 2) {
        this.#isGivenUp = true;
        this.#origins.clear();
        this.#waiting = 0;
      }
    }
    for (const { queues } of this.#origins.values()) {
      if (queues.size < maxIdleQueues) continue;
      for (const [key, queue] of queues) if (queue.isEmpty) queues.delete(key);
    }
  }

  /** Decides about all that still waits. */
  finish(): PairingCounts {
    this.#unordered.finish();
    this.#settle(() => Number.POSITIVE_INFINITY);
    return { begun: this.#begun, ended: this.#ended, open: this.#waiting, isGivenUp: this.#isGivenUp };
  }

  #originOf(origin: number): OriginPairs {
    const known = this.#origins.get(origin);
    if (known !== undefined) return known;
    const made: OriginPairs = { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY, queues: new Map() };
    this.#origins.set(origin, made);
    return made;
  }

  #queueOf(origin: number, key: number, time: number): PairQueue {
    const pairs = this.#originOf(origin);
    if (time < pairs.first) pairs.first = time;
    if (time > pairs.last) pairs.last = time;
    const known = pairs.queues.get(key);
    if (known !== undefined) return known;
    const queue = new PairQueue({ origin, key });
    pairs.queues.set(key, queue);
    return queue;
  }

  #startFor(end: PairedEvent, queue: PairQueue): PairedEvent | undefined {
    const identified = queue.identifiedStart(end);
    if (identified !== undefined) return identified;
    if (!this.#rules.hasSpans) return queue.oldestStart(end, this.#rules.lostAfter);
    return queue.startAt(end);
  }

  #endFor(start: PairedEvent, queue: PairQueue): PairedEvent | undefined {
    const identified = queue.identifiedEnd(start);
    if (identified !== undefined) return identified;
    if (this.#rules.hasSpans) return queue.endAt(start);
    const { lostAfter } = this.#rules;
    return queue.others.find(({ time }) => time >= start.time && time - start.time <= lostAfter);
  }

  #limitOthers(queue: PairQueue, { first }: OriginPairs): void {
    if (queue.others.length <= maxOthers) return;
    const oldest = queue.others.shift() as PairedEvent;
    this.#waiting--;
    this.#judgeEnd(oldest, queue, { first, isTrusted: false });
  }

  #pair(start: PairedEvent, end: PairedEvent, { among }: PairQueue): void {
    if (Math.abs(start.time - beginningOf(end)) <= clockStep) this.#fitting++;
    this.#rules.onPair?.(start, end, among);
  }

  /** Decides about what waits and is from before some time. */
  #settle(before: (origin: OriginPairs) => number): void {
    for (const { queues } of this.#origins.values()) {
      for (const queue of queues.values()) {
        for (const pair of queue.nearPairs()) this.#take(pair, queue);
      }
    }
    const isTrusted = this.#areSpansTrusted();
    for (const origin of this.#origins.values()) {
      const until = before(origin);
      for (const queue of origin.queues.values()) this.#settleQueue(queue, origin, until, isTrusted);
    }
  }

  /** Whether most ends name the moment of a start. Where spans mean something else, they do not. */
  #areSpansTrusted(): boolean {
    let missing = 0;
    for (const { first, queues } of this.#origins.values()) {
      for (const { ends } of queues.values()) missing += ends.length - ends.indexFrom(first);
    }
    return this.#fitting > 0 && this.#fitting >= missing;
  }

  #settleQueue(queue: PairQueue, { first, last }: OriginPairs, until: number, isTrusted: boolean): void {
    const { lostAfter } = this.#rules;
    // A span that is longer than anything may take is a mistake, unless a start confirmed it.
    const doubted = isTrusted ? queue.ends.items.filter(({ span }) => span > lostAfter) : queue.ends.items;
    const untold = [...queue.others, ...doubted].filter(({ time }) => time < until);
    for (const end of untold.toSorted((left, right) => left.time - right.time)) {
      const start = queue.oldestStart(end, lostAfter);
      if (start !== undefined) this.#take([start, end], queue);
    }
    for (const start of queue.starts.takeBefore(Math.min(until, last - lostAfter))) {
      queue.forgetIdentifiers(start);
      this.#waiting--;
      this.#rules.onLost?.(start, queue.among);
    }
    for (const end of [...queue.ends.items, ...queue.others].filter(({ time }) => time < until)) {
      queue.removeEnd(end);
      this.#waiting--;
      this.#judgeEnd(end, queue, { first, isTrusted });
    }
  }

  #take([start, end]: StartAndEnd, queue: PairQueue): void {
    queue.removeStart(start);
    queue.removeEnd(end);
    this.#waiting -= 2;
    this.#pair(start, end, queue);
  }

  /** What ended soon after the log began may have begun before it. */
  #judgeEnd(
    end: PairedEvent,
    { among }: PairQueue,
    { first, isTrusted }: { readonly first: number; readonly isTrusted: boolean },
  ): void {
    const { lostAfter, onUnbegun } = this.#rules;
    const beginning = beginningOf(end);
    const isTold = isTrusted && !Number.isNaN(beginning);
    if (isTold ? beginning - clockStep > first : end.time - first > lostAfter) onUnbegun?.(end, among);
  }
}

interface UnorderedEvent {
  readonly isEnd: boolean;
  readonly origin: number;
  readonly key: number;
  readonly event: PairedEvent;
}

interface OriginPairs {
  /** When its first and its last event happened. */
  first: number;
  last: number;
  readonly queues: Map<number, PairQueue>;
}
