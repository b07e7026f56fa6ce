/** Why a keyword was proposed. Plain data; `guessMessage` puts it into words. */
export type GuessReason =
  /** A word of the name says so. */
  | { readonly code: "name"; readonly word: string }
  /** A well-known library writes a field of this name in this unit. */
  | { readonly code: "library"; readonly library: string }
  /** The name is that of a length of time, and the numbers have fractions. */
  | { readonly code: "duration-with-fractions"; readonly word: string }
  /** The name says nothing about a unit, and a measure needs one. */
  | { readonly code: "no-unit-in-name" }
  /** All numbers are times of our days in this unit. */
  | { readonly code: "times" }
  /** No number was below zero, and the unit has nothing below zero. */
  | { readonly code: "never-negative" }
  /** Each number was greater than the one before. */
  | { readonly code: "always-rising" }
  /** All texts have the format. */
  | { readonly code: "all-match"; readonly texts: number }
  /** There were few different texts. */
  | { readonly code: "few-values"; readonly values: number; readonly texts: number }
  /** Names of fields are data, are too many to be declared, or cannot be declared. */
  | { readonly code: "names-are-data"; readonly names: number; readonly areMore: boolean }
  /** A limit was reached before the values were looked into. */
  | { readonly code: "not-looked-into"; readonly values: number }
  /** Objects with different values of this field have different fields. */
  | { readonly code: "tag"; readonly field: string; readonly variants: number };

/** A keyword that is more than what was seen, its value, and the reason. */
export interface Guess {
  readonly keyword: string;
  readonly value: string | number | undefined;
  readonly because: GuessReason;
}
