import { type DocumentNode, evaluate, type MemberNode, parse, type ValueNode } from "@humanwhocodes/momoa";
import { doubleFit, joinPointer, tooDeepAt } from "@metric-events/runtime";
import { plainValue } from "./plain-json.js";
import { maxJsonDepth } from "./size-limits.js";

/** A place in a text. Both numbers start at 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface DuplicateKey {
  readonly pointer: string;
  readonly key: string;
  readonly position: Position;
  readonly firstLine: number;
}

/** A number that no double holds, so that the value of the document has another one. */
interface RoundedNumber {
  readonly pointer: string;
  /** As it is written. */
  readonly token: string;
  readonly position: Position;
}

/** A text with half of a surrogate pair, which no UTF-8 and no URI can hold. */
interface BrokenText {
  readonly pointer: string;
  readonly value: string;
  readonly position: Position;
}

/** Parsed JSON with the place of each value. */
export interface JsonDocument {
  readonly value: unknown;
  readonly duplicateKeys: readonly DuplicateKey[];
  readonly roundedNumbers: readonly RoundedNumber[];
  /** Keys and values. */
  readonly brokenTexts: readonly BrokenText[];
  /** Where a value, or its key, begins. If the pointer names nothing, that of the nearest ancestor. */
  locate(pointer: string, at: "key" | "value"): Position;
}

/** Why a text is not JSON, and where. */
interface JsonSyntaxError {
  readonly reason: string;
  readonly position: Position;
}

export function parseJsonDocument(text: string): { document: JsonDocument } | { error: JsonSyntaxError } {
  const deep = tooDeepAt(text, maxJsonDepth);
  if (deep !== undefined) {
    return { error: { reason: `nested more than ${maxJsonDepth} levels deep`, position: positionOf(text, deep) } };
  }
  const plain = plainValue(text);
  return plain === undefined ? parseWithPlaces(text) : { document: new PlainDocument(text, plain.value) };
}

/** A document with nothing to report, whose places are looked for when somebody asks. */
class PlainDocument implements JsonDocument {
  readonly value: unknown;
  readonly duplicateKeys = [];
  readonly roundedNumbers = [];
  readonly brokenTexts = [];
  readonly #text: string;
  #places: ReturnType<typeof parseWithPlaces> | undefined;

  constructor(text: string, value: unknown) {
    this.#text = text;
    this.value = value;
  }

  locate(pointer: string, at: "key" | "value"): Position {
    this.#places ??= parseWithPlaces(this.#text);
    return "error" in this.#places ? this.#places.error.position : this.#places.document.locate(pointer, at);
  }
}

/** The same by a parser that knows the place of each value, and sees what JSON.parse passes over. */
export function parseWithPlaces(text: string): { document: JsonDocument } | { error: JsonSyntaxError } {
  let root: DocumentNode;
  try {
    root = parse(text, { mode: "json" });
  } catch (error) {
    return { error: syntaxError(text, error) };
  }
  const found: Found = { text, places: new Map(), duplicateKeys: [], roundedNumbers: [], brokenTexts: [] };
  index(root.body, "", root.body.loc.start, found);
  const value = evaluate(root);
  const { places, duplicateKeys, roundedNumbers, brokenTexts } = found;
  return {
    document: {
      value,
      duplicateKeys,
      roundedNumbers,
      brokenTexts,
      locate: (pointer, at) => locate(places, pointer)[at],
    },
  };
}

type Places = Map<string, { key: Position; value: Position }>;

interface Found {
  readonly text: string;
  readonly places: Places;
  readonly duplicateKeys: DuplicateKey[];
  readonly roundedNumbers: RoundedNumber[];
  readonly brokenTexts: BrokenText[];
}

/** Notes where each value is. */
function index(node: ValueNode, pointer: string, key: Position, into: Found): void {
  into.places.set(pointer, { key, value: node.loc.start });
  if (node.type === "Number") {
    const { start, end } = node.loc;
    const token = into.text.slice(start.offset, end.offset);
    if (doubleFit(token) === "rounded") into.roundedNumbers.push({ pointer, token, position: start });
  }
  if (node.type === "String") noteBroken(node.value, pointer, node.loc.start, into);
  if (node.type === "Array") {
    for (const [position, element] of node.elements.entries()) {
      index(element.value, joinPointer(pointer, position), element.loc.start, into);
    }
  }
  if (node.type !== "Object") return;
  const firstLines = new Map<string, number>();
  for (const member of node.members) {
    const name = memberName(member);
    const { start } = member.name.loc;
    noteBroken(name, joinPointer(pointer, name), start, into);
    const firstLine = firstLines.get(name);
    if (firstLine === undefined) firstLines.set(name, start.line);
    else into.duplicateKeys.push({ pointer: joinPointer(pointer, name), key: name, position: start, firstLine });
    index(member.value, joinPointer(pointer, name), start, into);
  }
}

function noteBroken(value: string, pointer: string, position: Position, { brokenTexts }: Found): void {
  if (/\p{Surrogate}/u.test(value)) brokenTexts.push({ pointer, value, position });
}

function memberName(member: MemberNode): string {
  return member.name.type === "String" ? member.name.value : member.name.name;
}

function locate(places: Places, pointer: string): { key: Position; value: Position } {
  for (let path = pointer; ; path = path.slice(0, path.lastIndexOf("/"))) {
    const place = places.get(path);
    if (place !== undefined) return place;
    if (path === "") return { key: { line: 1, column: 1 }, value: { line: 1, column: 1 } };
  }
}

const tokens: Readonly<Record<string, string>> = {
  LBrace: '"{"',
  RBrace: '"}"',
  LBracket: '"["',
  RBracket: '"]"',
  Colon: '":"',
  Comma: '","',
};

/** Momoa's message without its position, which callers print themselves, and with tokens spelled as in the text. */
function syntaxError(text: string, error: unknown): JsonSyntaxError {
  if (!isMomoaError(error)) throw error;
  // If a text ends too early, momoa complains about its last token, or about the beginning if white space follows.
  const isAtEnd =
    text.slice(error.offset + 1).trim() === "" && /token (LBrace|LBracket|Colon|Comma)/.test(error.message);
  if (isAtEnd || error.message.startsWith("Unexpected end of input")) {
    return { reason: "unexpected end of the text", position: endOf(text) };
  }
  const reason = error.message
    .replace(/ found\. \(\d+:\d+\)$/, "")
    .replace(/token (\w+)/, (_, token: string) => tokens[token] ?? token.toLowerCase())
    .replace("input", "the text");
  return {
    reason: reason.charAt(0).toLowerCase() + reason.slice(1),
    position: { line: error.line, column: error.column },
  };
}

function isMomoaError(error: unknown): error is Error & { line: number; column: number; offset: number } {
  return error instanceof Error && "line" in error && "column" in error && "offset" in error;
}

function endOf(text: string): Position {
  return positionOf(text, text.trimEnd().length);
}

function positionOf(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
}
