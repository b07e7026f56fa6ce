import { ByteList } from "./byte-list.js";
import type { UnplacedLines } from "./place-numbers.js";

const newline = 0x0a;

/** The lines of one event, with the number of each in its batch. Those whose place is asked for begin with room for it. */
export interface SplitText extends UnplacedLines {
  readonly eventName: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
  readonly lines: Uint32Array<ArrayBuffer>;
}

/** Lines, their numbers, and where their places go. */
export class PlacedList {
  readonly bytes = new ByteList();
  ends: number[] = [];
  numbers: number[] = [];

  take(): Omit<SplitText, "eventName"> {
    const { ends, numbers } = this;
    [this.ends, this.numbers] = [[], []];
    return { bytes: this.bytes.take(), ends: Uint32Array.from(ends), lines: Uint32Array.from(numbers) };
  }
}

/** The same without lines of some numbers. */
export function withoutLines({ eventName, bytes, ends, lines }: SplitText, numbers: ReadonlySet<number>): SplitText {
  const kept = new ByteList();
  const keptEnds: number[] = [];
  let start = 0;
  lines.forEach((number, index) => {
    const end = bytes.indexOf(newline, start) + 1;
    if (!numbers.has(number)) {
      const place = ends[index];
      if (place !== undefined) keptEnds.push(kept.length + place - start);
      kept.append(bytes, start, end);
    }
    start = end;
  });
  const left = lines.filter((number) => !numbers.has(number));
  return { eventName, bytes: kept.take(), ends: Uint32Array.from(keptEnds), lines: left };
}
