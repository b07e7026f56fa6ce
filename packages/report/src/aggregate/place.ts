/** A line of a log. */
export interface LogPlace {
  readonly file: string;
  readonly line: number;
}

/** Lines as numbers, so that millions of them take little memory. */
export class Places {
  readonly #files: string[] = [];

  /** `file` is a name that {@link fileOf} gave a number. */
  encode(file: number, line: number): number {
    return file * maxLines + line;
  }

  fileOf(name: string): number {
    // Files come one after the other.
    const last = this.#files.length - 1;
    return this.#files[last] === name ? last : this.#files.push(name) - 1;
  }

  decode(place: number): LogPlace {
    return { file: this.#files[Math.floor(place / maxLines)] ?? "", line: place % maxLines };
  }
}

/** 2^38: with as many lines in a file, 2^15 files still have exact numbers. */
const maxLines = 2 ** 38;
