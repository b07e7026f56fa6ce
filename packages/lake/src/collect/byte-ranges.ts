import type { ByteRange, SequenceRange } from "./collected.js";

/** Ranges with one more, in order; those that touch become one. */
export function withRange(ranges: readonly ByteRange[], added: ByteRange): readonly ByteRange[] {
  let [start, end] = added;
  if (start >= end) return ranges;
  const others: ByteRange[] = [];
  for (const range of ranges) {
    if (range[1] < start || range[0] > end) others.push(range);
    else [start, end] = [Math.min(start, range[0]), Math.max(end, range[1])];
  }
  return [...others, [start, end] as const].toSorted((left, right) => left[0] - right[0]);
}

/** What is left of ranges without one. */
export function withoutRange(ranges: readonly ByteRange[], [start, end]: ByteRange): readonly ByteRange[] {
  return ranges.flatMap(([from, to]): ByteRange[] => {
    const left: ByteRange[] = [
      [from, Math.min(to, start)],
      [Math.max(from, end), to],
    ];
    return left.filter(([first, last]) => first < last);
  });
}

/** What ranges lack of one. */
export function missingOf(ranges: readonly ByteRange[], wanted: ByteRange): readonly ByteRange[] {
  return ranges.reduce<readonly ByteRange[]>((left, range) => withoutRange(left, range), [wanted]);
}

/** Whole blocks that are done, with one more. */
export function withSequences(done: readonly SequenceRange[], { from, to }: SequenceRange): readonly SequenceRange[] {
  const ranges = done.map((each): ByteRange => [each.from, each.to + 1]);
  return withRange(ranges, [from, to + 1]).map(([first, end]) => ({ from: first, to: end - 1 }));
}

export function hasSequence(done: readonly SequenceRange[], sequence: number): boolean {
  return done.some(({ from, to }) => from <= sequence && sequence <= to);
}
