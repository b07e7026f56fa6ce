import { count, printable } from "@metric-events/text";
import type { FieldEvidence } from "../proposal.js";
import type { Guess, GuessReason } from "./guess.js";

/** The reason of a guess, as the end of a sentence. */
function reasonMessage(reason: GuessReason): string {
  switch (reason.code) {
    case "name":
      return `the name ends with ${quote(reason.word)}`;
    case "library":
      return `${reason.library} writes it so`;
    case "duration-with-fractions":
      return `${quote(reason.word)} is a length of time, and there are fractions`;
    case "no-unit-in-name":
      return "the name has no unit; correct it";
    case "times":
      return "all numbers are times of our days";
    case "never-negative":
      return "never negative";
    case "always-rising":
      return "each number is greater than the one before";
    case "all-match":
      return reason.texts === 1 ? "the only text matches" : `all ${reason.texts.toLocaleString("en-US")} texts match`;
    case "few-values":
      return `${count(reason.values, "value")} in ${count(reason.texts, "text")}`;
    case "names-are-data":
      return reason.areMore
        ? "there are too many names to declare"
        : `${count(reason.names, "name")}, which ${reason.names === 1 ? "is" : "are"} data or cannot be declared`;
    case "not-looked-into":
      return `${count(reason.values, "value")} not looked into: too deep, or too many fields`;
    case "tag":
      return `the fields depend on ${quote(reason.field)}: ${count(reason.variants, "variant")}`;
    default:
      return reason satisfies never;
  }
}

/** A guess and its reason: `unit s: the name ends with "seconds"`. */
export function guessMessage({ keyword, value, because }: Guess): string {
  return `${keyword}${value === undefined ? "" : ` ${value}`}: ${reasonMessage(because)}`;
}

/** What was seen of a field and guessed from it, in one line. */
export function evidenceComment({ path, seen, of, guesses }: FieldEvidence): string {
  const where = path.endsWith("]") || path.endsWith("*") ? count(seen, "value") : `${seen} of ${of}`;
  return [`Seen: ${where}`, ...guesses.map(guessMessage)].join("; ");
}

function quote(text: string): string {
  return printable(JSON.stringify(text));
}
