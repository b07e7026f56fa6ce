/** Keys so far apart are numbered in a map. */
const maxRange = 16_384;

/** Small numbers in place of keys: of some of them there may be no key. */
interface NumberedKeys {
  readonly numbers: Uint32Array;
  /** By number. */
  readonly keys: readonly number[];
}

/** Numbers the first `count` keys: the same number for the same key. */
export function numberKeys(keys: Int32Array | Uint8Array, count: number): NumberedKeys {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let index = 0; index < count; index++) {
    const key = keys[index] as number;
    if (key < least) least = key;
    if (key > most) most = key;
  }
  const numbers = new Uint32Array(count);
  if (most - least >= maxRange) return numberInMap(keys, numbers);
  for (let index = 0; index < count; index++) numbers[index] = (keys[index] as number) - least;
  return { numbers, keys: Array.from({ length: Math.max(0, most - least + 1) }, (_, number) => least + number) };
}

function numberInMap(keys: Int32Array | Uint8Array, numbers: Uint32Array): NumberedKeys {
  const numberOf = new Map<number, number>();
  for (let index = 0; index < numbers.length; index++) {
    const key = keys[index] as number;
    const number = numberOf.get(key) ?? numberOf.size;
    numberOf.set(key, number);
    numbers[index] = number;
  }
  return { numbers, keys: [...numberOf.keys()] };
}

/** The values of each number, in their order; empty for a number without any. */
export function partition(values: Float64Array, numbers: Uint32Array, partCount: number): readonly Float64Array[] {
  const ends = new Uint32Array(partCount);
  for (const number of numbers) ends[number] = (ends[number] as number) + 1;
  for (let part = 1; part < partCount; part++) ends[part] = (ends[part] as number) + (ends[part - 1] as number);
  // Filled from the back, so that each end becomes the start of its part.
  const sorted = new Float64Array(numbers.length);
  const starts = ends.slice();
  for (let index = numbers.length - 1; index >= 0; index--) {
    const number = numbers[index] as number;
    const place = (starts[number] as number) - 1;
    starts[number] = place;
    sorted[place] = values[index] as number;
  }
  return Array.from(starts, (start, part) => sorted.subarray(start, ends[part]));
}
