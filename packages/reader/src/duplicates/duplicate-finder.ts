import { originOfEvent } from "../origin/log-origin.js";
import type { LogOrigin } from "../read/log-file.js";
import type { LineKeys } from "./line-keys.js";
import { LineWindow } from "./line-window.js";
import { SeenPlaces } from "./seen-places.js";

/** Lines that follow each other and repeat others that do. Numbers count from 1. */
export interface DuplicateRange {
  readonly file: string;
  readonly from: number;
  readonly to: number;
  /** How many of them are repeated events. */
  readonly lines: number;
  /** The lines that they repeat. */
  readonly original: { readonly file: string; readonly from: number; readonly to: number };
}

/** Where the lines of a batch stand. */
interface LinesPlace {
  readonly file: string;
  readonly origin: LogOrigin;
  readonly linesBefore: number;
}

/** The lines that stand more than once. */
export interface Duplicates {
  readonly count: number;
  /** The first ranges of them, in the order of the logs. */
  readonly ranges: readonly DuplicateRange[];
  /** How many ranges there are. */
  readonly rangeCount: number;
  /** When the first and the last of these events happened, in Unix time; `undefined` without any. */
  readonly span: { readonly first: number; readonly last: number } | undefined;
}

/** A line is compared with this many lines before it, of all logs together. */
const duplicateWindow = 2_000_000;
const maxRanges = 20;
/** Bad and blank lines, and those that nobody asked for, may stand between lines of one range. */
const maxGap = 1000;

type OpenRange = { -readonly [Key in keyof DuplicateRange]: DuplicateRange[Key] } & {
  original: { file: string; from: number; to: number };
};

/**
 * Finds lines that repeat another line of the same origin, byte for byte. It compares hashes of 64 bits, with those of the last
 * {@link duplicateWindow} lines.
 */
export class DuplicateFinder {
  readonly #window: LineWindow;
  readonly #places: SeenPlaces;
  readonly #seeds = new Map<string, number>();
  readonly #ranges: OpenRange[] = [];
  #last: OpenRange | undefined;
  #rangeCount = 0;
  #count = 0;
  #first = Number.POSITIVE_INFINITY;
  #latest = Number.NEGATIVE_INFINITY;

  /** @param windowLines with how many of the last lines a line is compared at least. Default: {@link duplicateWindow}. */
  constructor(windowLines: number = duplicateWindow) {
    this.#window = new LineWindow(windowLines);
    this.#places = new SeenPlaces(this.#window);
  }

  get found(): Duplicates {
    return {
      count: this.#count,
      ranges: this.#ranges.map((range) => ({ ...range, original: { ...range.original } })),
      rangeCount: this.#rangeCount,
      span: this.#count === 0 ? undefined : { first: this.#first, last: this.#latest },
    };
  }

  /**
   * The lines of a batch that repeat others, by their number within the batch; `undefined` when there are none, as nearly always. To be
   * called in the order of the lines.
   */
  repeatedIn(
    { length, times, integers }: LineKeys,
    { file, origin, linesBefore }: LinesPlace,
  ): ReadonlySet<number> | undefined {
    const seed = this.#seedOf(originOfEvent(undefined, origin).key);
    this.#places.begin(file);
    let repeated: Set<number> | undefined;
    for (let row = 0; row < length; row++) {
      const [line, time] = [integers[row] as number, times[row] as number];
      const low = (integers[length + row] as number) ^ seed;
      const seen = this.#window.see(time, low, integers[2 * length + row] as number);
      if (seen === -1) {
        this.#places.add(linesBefore + line);
        continue;
      }
      repeated ??= new Set();
      repeated.add(line);
      this.#note({ file, line: linesBefore + line }, this.#places.of(seen), time);
    }
    return repeated;
  }

  #seedOf(origin: string): number {
    const number = this.#seeds.get(origin) ?? this.#seeds.size;
    this.#seeds.set(origin, number);
    return Math.imul(number, 0x9e3779b1);
  }

  #note(line: { file: string; line: number }, original: { file: string; line: number }, time: number): void {
    this.#count++;
    if (time < this.#first) this.#first = time;
    if (time > this.#latest) this.#latest = time;
    const range = this.#last;
    if (range !== undefined && continues(range, line, original)) {
      range.to = line.line;
      range.lines++;
      range.original.to = original.line;
      return;
    }
    this.#last = {
      file: line.file,
      from: line.line,
      to: line.line,
      lines: 1,
      original: { file: original.file, from: original.line, to: original.line },
    };
    this.#rangeCount++;
    if (this.#ranges.length < maxRanges) this.#ranges.push(this.#last);
  }
}

function continues(
  range: DuplicateRange,
  line: { readonly file: string; readonly line: number },
  original: { readonly file: string; readonly line: number },
): boolean {
  const step = line.line - range.to;
  return (
    range.file === line.file &&
    range.original.file === original.file &&
    step >= 1 &&
    step <= maxGap &&
    original.line - range.original.to === step
  );
}
