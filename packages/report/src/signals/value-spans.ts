import type { LineExample } from "../aggregate/line-example.js";

/** How often a value occurs on a host, and when first and last. */
export interface ValueSpan {
  count: number;
  first: number;
  last: number;
  /** The line of the first. */
  example: LineExample;
}

/** Values of one dimension on one host, up to a limit. */
export class ValueSpans {
  readonly #spans: (ValueSpan | undefined)[] = [];
  readonly #max: number;
  #size = 0;

  constructor(max: number) {
    this.#max = max;
  }

  add(code: number, time: number, exampleOf: (row: number) => LineExample, row: number): void {
    const span = this.#spans[code];
    if (span === undefined) {
      if (this.#size >= this.#max) return;
      this.#size++;
      this.#spans[code] = { count: 1, first: time, last: time, example: exampleOf(row) };
      return;
    }
    span.count++;
    if (time > span.last) span.last = time;
    else if (time < span.first) {
      span.first = time;
      span.example = exampleOf(row);
    }
  }

  /** By the code of the value. */
  *entries(): Generator<readonly [code: number, span: ValueSpan]> {
    for (const [code, span] of this.#spans.entries()) if (span !== undefined) yield [code, span];
  }
}
