import { type Kind, nameWords, type SchemaObject, type UnitWord, unitWords } from "@metric-events/schema";
import { timeKindOf } from "../envelope/time-kind.js";
import type { NumberSketch } from "../sketch/number-sketch.js";
import type { Guess, GuessReason } from "./guess.js";
import { codeWords, countWords, durationWords, identifierWords, singular, timeWords, unitNames } from "./units.js";

/** What is proposed for numbers. */
interface NumberProposal {
  readonly type: "integer" | "number";
  readonly keywords: SchemaObject;
  readonly guesses: readonly Guess[];
}

/** Fewer rising numbers are a coincidence. */
const enoughRising = 20;

/** Type, kind, unit and bounds of the numbers in a field. */
export function proposeNumber(name: string, numbers: NumberSketch): NumberProposal {
  const type = numbers.integers === numbers.seen ? "integer" : "number";
  const words = nameWords(name);
  const word = words.at(-1) ?? "";
  const byName = (kind: Kind): NumberProposal => proposal(type, { kind }, { code: "name", word });
  const time = timeUnit(numbers);
  if (time !== undefined && (timeWords.has(word) || type === "integer")) {
    const isSeconds = time === "s";
    return proposal(isSeconds ? "number" : type, { kind: "identifier", unit: time }, { code: "times" });
  }
  const known = unitNames.get(name);
  if (known !== undefined) return measure(type, known, numbers, { code: "library", library: known.library });
  const unit = unitOf(words);
  if (unit !== undefined) return measure(type, unit, numbers, { code: "name", word });
  if (durationWords.has(word) && type === "number") {
    return measure(type, { unit: "s" }, numbers, { code: "duration-with-fractions", word });
  }
  if (type === "number" || numbers.minimum < 0) {
    if (codeWords.has(word) && type === "integer") return byName("dimension");
    return proposal(type, { kind: "measure", unit: "1" }, { code: "no-unit-in-name" });
  }
  if (codeWords.has(word)) return byName("dimension");
  if (identifierWords.has(word)) return byName("identifier");
  const thing = countWords.has(word) ? (words.at(-2) ?? "") : singular(word);
  if (thing !== undefined && thing !== "") {
    const counted = { kind: "count", unit: `{${singular(thing) ?? thing}}`, minimum: 0 } as const;
    return proposal(type, counted, { code: "name", word });
  }
  if (numbers.isRising && numbers.seen >= enoughRising) {
    return proposal(type, { kind: "identifier" }, { code: "always-rising" });
  }
  return proposal(type, { kind: "count" });
}

function unitOf(words: readonly string[]): UnitWord | undefined {
  const unit = unitWords.get(words.at(-1) ?? "");
  return unit?.isShort === true && words.length < 2 ? undefined : unit;
}

/** The unit in which all numbers are times of our days. */
function timeUnit({ minimum, maximum }: NumberSketch): string | undefined {
  const kind = timeKindOf(minimum);
  return timeKindOf(maximum) === kind ? kind : undefined;
}

function measure(
  type: NumberProposal["type"],
  { unit, isSigned = false, hasFractions = false }: UnitWord,
  { minimum }: NumberSketch,
  because: GuessReason,
): NumberProposal {
  const isBounded = !isSigned && minimum >= 0;
  const { guesses, ...rest } = proposal(
    hasFractions ? "number" : type,
    { kind: "measure", unit, ...(isBounded ? { minimum: 0 } : {}) },
    because,
  );
  const bound: Guess = { keyword: "minimum", value: 0, because: { code: "never-negative" } };
  return { ...rest, guesses: isBounded ? [...guesses, bound] : guesses };
}

function proposal(type: NumberProposal["type"], keywords: SchemaObject, because?: GuessReason): NumberProposal {
  const { unit, kind } = keywords;
  if (because === undefined) return { type, keywords, guesses: [] };
  const guess = unit === undefined ? { keyword: "kind", value: kind } : { keyword: "unit", value: unit };
  return { type, keywords, guesses: [{ ...guess, because }] };
}
