import type { LineNumber, LineWindow } from "./line-window.js";

/** With more runs, those of lines that are no longer remembered are dropped. */
const maxRuns = 10_000;

/** Where the lines of a window stand. */
export class SeenPlaces {
  readonly #window: LineWindow;
  /** Line numbers in their files, in a ring. */
  #lines = new Uint32Array(1024);
  #next: LineNumber = 0;
  /** Lines of one file, by the first of them. */
  #runs: { readonly from: LineNumber; readonly file: string }[] = [];

  constructor(window: LineWindow) {
    this.#window = window;
  }

  /** Lines of this file follow. */
  begin(file: string): void {
    if (this.#runs.at(-1)?.file === file) return;
    this.#runs.push({ from: this.#next, file });
    if (this.#runs.length > maxRuns) this.#runs = this.#runs.slice(this.#runAt(this.#window.oldest));
  }

  /** Notes the line that the window was given last. */
  add(line: number): void {
    if (this.#next - this.#window.oldest >= this.#lines.length) this.#grow();
    this.#lines[this.#next % this.#lines.length] = line;
    this.#next++;
  }

  of(seen: LineNumber): { readonly file: string; readonly line: number } {
    const file = this.#runs[this.#runAt(seen)]?.file ?? "";
    return { file, line: this.#lines[seen % this.#lines.length] as number };
  }

  /** The index of the run that a line is in. */
  #runAt(seen: LineNumber): number {
    let [low, high] = [0, this.#runs.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#runs[middle]?.from ?? 0) <= seen) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #grow(): void {
    const lines = new Uint32Array(2 * this.#lines.length);
    for (let seen = this.#window.oldest; seen < this.#next; seen++) {
      lines[seen % lines.length] = this.#lines[seen % this.#lines.length] as number;
    }
    this.#lines = lines;
  }
}
