import { LabelValues } from "./label-values.js";

/** Combinations of labels beyond this many count as the one whose dimensions are all `other`. */
export const maxLabelGroups = 2000;

/** What is kept for each combination of the values of some labels. */
export class LabelGroups<Kept> {
  readonly labels: readonly LabelValues[];
  readonly #make: () => Kept;
  readonly #groups = new Map<number | string, { readonly values: readonly number[]; readonly kept: Kept }>();
  #isFolded = false;

  constructor(labels: readonly LabelValues[], make: () => Kept) {
    this.labels = labels;
    this.#make = make;
  }

  /** Whether there were more combinations than are kept. */
  get isFolded(): boolean {
    return this.#isFolded;
  }

  /** What is kept for numbers of values. The first label is the host, which stays: nothing of one host counts for another. */
  of(values: readonly number[]): Kept {
    const key = keyOf(values);
    const known = this.#groups.get(key);
    if (known !== undefined) return known.kept;
    if (this.#groups.size >= maxLabelGroups && !this.#isOther(values)) {
      this.#isFolded = true;
      return this.of(values.map((value, index) => (index === 0 ? value : (this.labels[index] as LabelValues).other)));
    }
    const kept = this.#make();
    this.#groups.set(key, { values: [...values], kept });
    return kept;
  }

  /** Whether the values of a row have been folded, so that no gauge tells what is the last of them. */
  isOther(values: readonly number[]): boolean {
    const hasOther = values.some(
      (value, index) => this.labels[index]?.isFolded === true && this.labels[index].other === value,
    );
    return hasOther || (this.#isFolded && this.#isOther(values));
  }

  *entries(): Generator<{ readonly values: readonly string[]; readonly isOther: boolean; readonly kept: Kept }> {
    for (const { values, kept } of this.#groups.values()) {
      const texts = values.map((value, index) => this.labels[index]?.valueOf(value) ?? "");
      yield { values: texts, isOther: this.isOther(values), kept };
    }
  }

  #isOther(values: readonly number[]): boolean {
    return values.every((value, index) => index === 0 || value === this.labels[index]?.other);
  }
}

/** Numbers of values for codes of a dictionary, each looked up once for a batch. */
export function valueNumbers(
  codes: Uint32Array,
  dictionary: readonly string[],
  values: LabelValues,
): (row: number) => number {
  const known: (number | undefined)[] = [];
  return (row) => {
    const code = codes[row] as number;
    return (known[code] ??= code === 0 ? 0 : values.numberOf(dictionary[code - 1] ?? ""));
  };
}

/** More than a label has values, {@link maxLabelValues} and those for none and others included. */
const keyBase = 128;
/** So many values fit into a whole number that a double holds. */
const maxInNumber = 7;

/** The same for the same values. Numbers are found several times faster than texts. */
function keyOf(values: readonly number[]): number | string {
  if (values.length > maxInNumber) return values.join();
  let key = 0;
  for (let index = 0; index < values.length; index++) key = key * keyBase + (values[index] as number);
  return key;
}
