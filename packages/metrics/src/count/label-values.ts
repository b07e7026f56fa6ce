import { printable } from "@metric-events/text";

/** Values of a label beyond this many count as {@link otherValue}. */
export const maxLabelValues = 100;

/** What the values of a label are called that are too many. */
export const otherValue = "other";

/** The values of a label, as numbers: 0 where an event has none. */
export class LabelValues {
  readonly #values: string[] = [""];
  readonly #numbers = new Map<string, number>([["", 0]]);
  #isFolded = false;

  /** Whether further values came than a label may have. */
  get isFolded(): boolean {
    return this.#isFolded;
  }

  get isFull(): boolean {
    return this.#values.length > maxLabelValues;
  }

  /** The number of a text from outside. It becomes a label in a form that shows everywhere. */
  numberOf(text: string): number {
    return this.#numberOfShown(printable(text));
  }

  valueOf(number: number): string {
    return this.#values[number] ?? "";
  }

  /** The number of the value for those that are too many. */
  get other(): number {
    return this.#numbers.get(otherValue) ?? this.#add(otherValue);
  }

  #numberOfShown(value: string): number {
    const known = this.#numbers.get(value);
    if (known !== undefined) return known;
    if (!this.isFull) return this.#add(value);
    this.#isFolded = true;
    return this.other;
  }

  #add(value: string): number {
    const number = this.#values.push(value) - 1;
    this.#numbers.set(value, number);
    return number;
  }
}
