import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  type ParseOptions,
  parseTree,
  printParseErrorCode,
  stripComments,
} from "jsonc-parser";
import { inlineJson } from "./format-json.js";

/** A JSON text that is added to. The rest of it stays as it is, byte for byte: indentation, order, line ends and, if there are any, comments. */
export class EditedJson {
  #text: string;
  /** One level of indentation. */
  readonly #indent: string;
  readonly #lineEnd: string;

  constructor(text: string) {
    this.#text = text;
    this.#indent = /\n([ \t]+)"/.exec(text)?.[1] ?? "  ";
    this.#lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  }

  get text(): string {
    return this.#text;
  }

  /** The value that names lead to; `undefined` where there is none. */
  get(path: readonly string[]): unknown {
    const node = this.#find(path);
    return node === undefined ? undefined : getNodeValue(node);
  }

  /** Adds a member to an object, or an object with it. Below the top, where the names around it are sorted, it goes to its place among them. */
  add(path: readonly string[], value: unknown): void {
    const [name = "", parents] = [path.at(-1), path.slice(0, -1)];
    const object = this.#find(parents);
    if (object?.type !== "object") return this.add(parents, { [name]: value });
    const names = (object.children ?? []).map(({ children }) => String(children?.[0]?.value));
    const isSorted =
      parents.length > 0 && names.every((each, index) => index === 0 || (names[index - 1] ?? "") <= each);
    const next = names.findIndex((each) => each > name);
    this.#insert(
      object,
      isSorted && names.length > 1 && next !== -1 ? next : names.length,
      `${JSON.stringify(name)}: `,
      value,
    );
  }

  /** Adds an element to the end of a list, or a list with it. */
  append(path: readonly string[], value: unknown): void {
    const list = this.#find(path);
    if (list?.type === "array") this.#insert(list, (list.children ?? []).length, "", value);
    else this.add(path, [value]);
  }

  #find(path: readonly string[]): Node | undefined {
    const root = treeOf(this.#text, [], { allowTrailingComma: true });
    return root === undefined ? undefined : findNodeAtLocation(root, [...path]);
  }

  /** Inserts before the member of an index or, after the last, at the end. */
  #insert(container: Node, index: number, key: string, value: unknown): void {
    const children = container.children ?? [];
    const outer = this.#indentAt(container.offset);
    const inner = `${this.#lineEnd}${outer}${this.#indent}`;
    const close = container.offset + container.length - 1;
    const [first, next, last] = [children[0], children[index], children.at(-1)];
    if (first === undefined || last === undefined) {
      const end = this.#text.slice(container.offset, close).includes("\n") ? "" : `${this.#lineEnd}${outer}`;
      return this.#put(container.offset + 1, `${inner}${key}${this.#format(value, outer)}${end}`);
    }
    const isOnLines = this.#text.slice(container.offset, first.offset).includes("\n");
    const member = `${key}${isOnLines ? this.#format(value, outer) : inlineJson(value)}`;
    if (next !== undefined) return this.#put(next.offset, `${member},${isOnLines ? inner : " "}`);
    const afterLast = last.offset + last.length;
    const hasComma = stripComments(this.#text.slice(afterLast, close)).includes(",");
    if (!isOnLines) return this.#put(afterLast, `, ${member}`);
    // What stands after the last member, such as a comment, stays there.
    const lineBefore = afterLast + this.#text.slice(afterLast, close).trimEnd().length;
    this.#put(lineBefore, `${inner}${member}${hasComma ? "," : ""}`);
    if (!hasComma) this.#put(afterLast, ",");
  }

  #put(offset: number, text: string): void {
    this.#text = this.#text.slice(0, offset) + text + this.#text.slice(offset);
  }

  #format(value: unknown, outer: string): string {
    const lines = JSON.stringify(value, null, this.#indent).split("\n");
    return lines.join(`${this.#lineEnd}${outer}${this.#indent}`);
  }

  /** The blanks at the start of a line. */
  #indentAt(offset: number): string {
    const line = this.#text.slice(this.#text.lastIndexOf("\n", offset - 1) + 1);
    return /^[ \t]*/.exec(line)?.[0] ?? "";
  }
}

/** What is wrong, by the name that jsonc-parser has for it. */
const reasons: Readonly<Record<string, string>> = {
  InvalidSymbol: "expected a value: text needs double quotes",
  InvalidNumberFormat: "this is not a number",
  PropertyNameExpected: "expected a name in double quotes; nothing follows the last comma",
  ValueExpected: "expected a value; nothing follows the last comma",
  ColonExpected: "expected a colon after the name",
  CommaExpected: "expected a comma before this",
  CloseBraceExpected: "expected a closing brace",
  CloseBracketExpected: "expected a closing bracket",
  EndOfFileExpected: "expected nothing after the value",
  InvalidCommentToken: "comments are not allowed",
  UnexpectedEndOfComment: "the comment does not end",
  UnexpectedEndOfString: "the text does not end on its line",
  UnexpectedEndOfNumber: "the number does not end",
  InvalidUnicode: "expected four hexadecimal digits after \\u",
  InvalidEscapeCharacter: "JSON has no such escape",
  InvalidCharacter: "control characters in a text are written as escapes",
};

/**
 * The mistake of a text that is not JSON, or has a name of its outermost object twice: readers take the last, and an addition could go to the
 * first. It begins with its place; `undefined` without one.
 */
export function jsonMistake(text: string, { comments }: { readonly comments: boolean }): string | undefined {
  const errors: ParseError[] = [];
  const root = treeOf(text, errors, { disallowComments: !comments, allowTrailingComma: comments });
  const [first] = errors;
  if (first !== undefined) {
    const reason = reasons[printParseErrorCode(first.error)] ?? "something else is expected here";
    return `${placeAt(text, first.offset)}: not JSON: ${reason}`;
  }
  if (root === undefined) return "1:1: nested too deeply";
  const names = new Set<unknown>();
  for (const { children: [name] = [] } of root.type === "object" ? (root.children ?? []) : []) {
    if (name !== undefined && names.has(name.value)) {
      return `${placeAt(text, name.offset)}: duplicate key ${JSON.stringify(name.value)}; write it once`;
    }
    names.add(name?.value);
  }
  return undefined;
}

/** `undefined` for what is nested more deeply than the parser, which is recursive, can read. */
function treeOf(text: string, errors: ParseError[], options: ParseOptions): Node | undefined {
  try {
    return parseTree(text, errors, options);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function placeAt(text: string, offset: number): string {
  const lines = text.slice(0, offset).split("\n");
  return `${lines.length}:${(lines.at(-1) ?? "").length + 1}`;
}
