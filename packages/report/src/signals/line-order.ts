import type { LineExample } from "../aggregate/line-example.js";

/** A line whose time is far from those of the lines around it. */
export interface Stray {
  readonly example: LineExample;
  /** Seconds by which it is ahead of its neighbours; negative when it is behind. */
  readonly ahead: number;
}

/** A point from which on all times are earlier, or later, than they would go on. */
export interface Step {
  /** The last time before it and the first one after it. */
  readonly before: number;
  readonly after: number;
  /** The first line after it. */
  readonly example: LineExample;
  /** When the times before it began to follow each other without a step. */
  readonly since: number;
}

/** Times may be out of order by this many seconds: writers differ, and queues of events. */
const tolerance = 900;
/** A gap of this many seconds may be a step ahead, or a quiet time. */
const longGap = 3600;
/** So many lines in a row with other times are a step; fewer are strays. */
const confirming = 4;
/** More lines out of order than this share say that a log is not written in the order of time. */
const maxUnordered = 0.005;
const minLines = 200;
const maxStrays = 200;
const maxSteps = 2000;

/** Looks at the times of the lines of one log, in their order: which are out of it, and where it starts anew. */
export class LineOrder {
  lines = 0;
  strayCount = 0;
  /** The first of them. */
  readonly strays: Stray[] = [];
  /** Quiet times, or clocks that were set ahead. */
  readonly ahead: Step[] = [];
  /** Clocks that were set back, or files in another order. */
  readonly back: Step[] = [];
  #level = Number.NaN;
  #since = Number.NaN;
  #pending: LineExample[] = [];

  add(time: number, exampleOf: (row: number) => LineExample, row: number): void {
    this.lines++;
    const ahead = time - this.#level;
    if (ahead >= -tolerance && ahead <= longGap && this.#pending.length === 0) {
      // A late line does not set time back.
      if (ahead > 0) this.#level = time;
      return;
    }
    this.#unusual(exampleOf(row));
  }

  /** Begins with another file of the log. Where that begins before the end of the one before, the two overlap, which sets no clock back. */
  beginFile(firstTime: number): void {
    this.finish();
    if (firstTime >= this.#level - tolerance) return;
    this.#level = Number.NaN;
    this.#since = Number.NaN;
  }

  /** Whether lines are in the order of time, but for a few. Where a writer learns of events later, nothing follows from their order. */
  get isOrdered(): boolean {
    const unusual = this.strayCount + this.back.length;
    return this.lines < minLines ? unusual <= 1 : unusual <= Math.max(5, maxUnordered * this.lines);
  }

  /** Takes the last lines for what they seem to be. */
  finish(): void {
    const [first] = this.#pending;
    // A later time at the end is that of the next line after a quiet time.
    if (first !== undefined && first.time < this.#level) this.#drop();
    this.#pending = [];
  }

  #unusual(line: LineExample): void {
    const { time } = line;
    if (Number.isNaN(this.#level)) {
      this.#level = time;
      this.#since = time;
      return;
    }
    const [first] = this.#pending;
    const last = this.#pending.at(-1);
    const isBack = time >= this.#level - tolerance;
    if (first === undefined || last === undefined) this.#pending.push(line);
    else if (time >= last.time - tolerance && (first.time > this.#level || !isBack)) this.#confirm(first, line);
    else if (isBack) {
      this.#drop();
      this.add(time, () => line, 0);
      this.lines--;
    } else {
      this.#drop();
      this.#pending = [line];
    }
  }

  /** One more line goes on where the unusual ones are. */
  #confirm(first: LineExample, line: LineExample): void {
    this.#pending.push(line);
    if (this.#pending.length < confirming) return;
    const steps = first.time > this.#level ? this.ahead : this.back;
    const { time: after } = first;
    if (steps.length < maxSteps) steps.push({ before: this.#level, after, example: first, since: this.#since });
    if (steps === this.back || after - this.#level > 12 * longGap) this.#since = after;
    this.#level = Math.max(...this.#pending.map(({ time }) => time));
    this.#pending = [];
  }

  #drop(): void {
    for (const example of this.#pending) {
      this.strayCount++;
      if (this.strays.length < maxStrays) this.strays.push({ example, ahead: example.time - this.#level });
    }
    this.#pending = [];
  }
}
