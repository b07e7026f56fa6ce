import { nameWords, type SchemaObject } from "@metric-events/schema";
import { formatName } from "../sketch/formats.js";
import type { TextSketch } from "../sketch/text-sketch.js";
import type { Guess } from "./guess.js";
import { identifierWords, privateWords, secretWords } from "./units.js";

/** What is proposed for texts. */
interface TextProposal {
  readonly keywords: SchemaObject;
  readonly guesses: readonly Guess[];
}

/** An enum needs as many texts, as many of each value on average, and at most as many values. */
const enumRule = { texts: 20, ofEach: 10, values: 8 } as const;

/** One to three words of letters: nothing that names a person or a machine, or opens a door. */
const plainWords = /^[a-z]{1,20}(?:[ _-][a-z]{1,20}){0,2}$/i;

const identifierFormats: ReadonlySet<string> = new Set(["uuid", "date-time"]);

/**
 * Kind, format and values of the texts in a field.
 *
 * @param path the names of the field and of those around it.
 */
export function proposeText(name: string, path: string, texts: TextSketch, canBeEnum: boolean): TextProposal {
  const { seen, counts } = texts;
  const format = formatName(texts.formats);
  if (format !== undefined) {
    const guess: Guess = { keyword: "format", value: format, because: { code: "all-match", texts: seen } };
    return { keywords: { format, kind: identifierFormats.has(format) ? "identifier" : "text" }, guesses: [guess] };
  }
  const word = nameWords(name).at(-1) ?? "";
  if (identifierWords.has(word)) {
    return {
      keywords: { kind: "identifier" },
      guesses: [{ keyword: "kind", value: "identifier", because: { code: "name", word } }],
    };
  }
  const isSecret = nameWords(path).some((each) => secretWords.has(each));
  if (isSecret || counts === undefined || counts.size * 2 > seen) return { keywords: { kind: "text" }, guesses: [] };
  const because = { code: "few-values", values: counts.size, texts: seen } as const;
  if (canBeEnum && isEnum(path, counts, seen)) {
    const values = [...counts.keys()].toSorted();
    return { keywords: { kind: "dimension", enum: values }, guesses: [{ keyword: "enum", value: undefined, because }] };
  }
  return { keywords: { kind: "dimension" }, guesses: [{ keyword: "kind", value: "dimension", because }] };
}

function isEnum(path: string, counts: ReadonlyMap<string, number>, texts: number): boolean {
  const isFew = counts.size >= 2 && counts.size <= enumRule.values;
  const isOften = texts >= enumRule.texts && texts >= enumRule.ofEach * counts.size;
  return isFew && isOften && mayShow(path, counts.keys()) && [...counts.values()].every((times) => times > 1);
}

/** Whether values of a field may be written down: plain words, of a field that is not about people or secrets, nor in one that is. */
export function mayShow(path: string, values: Iterable<string>): boolean {
  const isPrivate = nameWords(path).some((word) => privateWords.has(word) || secretWords.has(word));
  return !isPrivate && [...values].every((value) => plainWords.test(value));
}
