import { defaultEnvelope, maxLineDepth } from "@metric-events/runtime";
import { type Container, type Expectation, expectationText, openContainer, pathIn } from "./json-container.js";
import { stringBetween } from "./json-string.js";
import { afterSpace } from "./locate.js";
import { endOfNumber, isKept, NumberToken } from "./number-tokens.js";
import { describeAt, describeCharacter, findRestart, type SyntaxFault } from "./syntax-fault.js";

/** A name that an object has a second time. */
export interface DuplicateName {
  /** Of the second one, in UTF-16 code units. */
  readonly index: number;
  readonly name: string;
}

/** What reading a text as JSON found. */
export interface JsonReading {
  /** All numbers that JSON does not have, and the first fault of any other kind. Empty when the text is JSON. */
  readonly faults: readonly SyntaxFault[];
  /** In the order of the text, up to the first fault that ends the reading. */
  readonly duplicates: readonly DuplicateName[];
  /** Those whose digits are kept, in the order of the text, as far as it was read. */
  readonly numbers: readonly NumberToken[];
}

/** Bounds what is held of a line that is bad all over. */
export const maxFaults = 100;

/**
 * Reads a text token by token and says what is wrong with it, which takes many times as long as JSON.parse.
 *
 * @param nameField the field by which an event is recognized that begins within the text.
 */
export function readJson(text: string, nameField: string = defaultEnvelope.nameField): JsonReading {
  return new JsonReader(text, nameField).read();
}

const notFinite = /[+-]?(?:Infinity|infinity|inf|NaN|nan)(?![\w$])/y;
const literal = /(?:true|false|null)(?![\w$])/y;
/** A number or literal that the end of the text cut off. */
const cutScalar = /-?(?:0|[1-9]\d*)?(?:\.\d*)?(?:[eE][+-]?)?$|(?:t|tr|tru|f|fa|fal|fals|n|nu|nul)$/y;
const escape = /\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})/y;
const cutEscape = /\\(?:u[\dA-Fa-f]{0,3})?$/y;

/** Keeps a stack of its own, since lines can be nested more deeply than calls. */
class JsonReader {
  readonly #text: string;
  readonly #nameField: string;
  readonly #faults: SyntaxFault[] = [];
  readonly #duplicates: DuplicateName[] = [];
  readonly #numbers: NumberToken[] = [];
  readonly #open: Container[] = [];
  #index = 0;

  constructor(text: string, nameField: string) {
    this.#text = text;
    this.#nameField = nameField;
  }

  read(): JsonReading {
    const fault = this.#findFault();
    if (fault !== undefined) this.#faults.push(fault);
    return { faults: this.#faults, duplicates: this.#duplicates, numbers: this.#numbers };
  }

  #findFault(): SyntaxFault | undefined {
    let isDone = false;
    for (;;) {
      this.#index = afterSpace(this.#text, this.#index);
      if (this.#index >= this.#text.length) return isDone ? undefined : this.#torn();
      if (isDone) return this.#afterValue();
      const fault = this.#step();
      if (fault !== undefined) return fault;
      isDone = this.#open.length === 0;
    }
  }

  /** Takes one token. */
  #step(): SyntaxFault | undefined {
    const container = this.#open.at(-1);
    const character = this.#text[this.#index];
    if (container === undefined || container.expects === "value") return this.#value(container);
    switch (container.expects) {
      case "name or end":
        if (character === "}") return this.#close();
        return this.#name(container);
      case "name":
        return this.#name(container);
      case "colon":
        if (character !== ":") return this.#unexpected("colon");
        container.expects = "value";
        this.#index++;
        return undefined;
      case "comma or end":
        if (character === (container.kind === "object" ? "}" : "]")) return this.#close();
        if (character !== ",") return this.#unexpected("comma or end");
        container.expects = container.kind === "object" ? "name" : "value";
        this.#index++;
        return undefined;
      case "value or end":
        if (character === "]") return this.#close();
        return this.#value(container);
      default:
        return container.expects satisfies never;
    }
  }

  #name(container: Container): SyntaxFault | undefined {
    const index = this.#index;
    if (this.#text[index] !== '"') return this.#unexpected(container.expects);
    container.expects = "colon";
    const fault = this.#string();
    if (fault !== undefined) return fault;
    const name = stringBetween(this.#text, index, this.#index);
    if (container.names.add(name) && this.#duplicates.length < maxFaults) this.#duplicates.push({ index, name });
    container.key = name;
    return undefined;
  }

  #value(container: Container | undefined): SyntaxFault | undefined {
    const expects = container?.expects ?? "value";
    if (container !== undefined) container.expects = "comma or end";
    const start = this.#index;
    if (container?.kind === "array") container.key = container.elements++;
    switch (this.#text[start]) {
      case "{":
        return this.#openContainer("object", container);
      case "[":
        return this.#openContainer("array", container);
      case '"':
        return this.#string();
      default:
        if (this.#number(container)) return undefined;
        if (this.#take(literal)) return undefined;
        if (this.#take(notFinite)) {
          if (this.#faults.length < maxFaults) {
            this.#faults.push({ code: "not-finite", index: start, literal: this.#text.slice(start, this.#index) });
          }
          return undefined;
        }
        return this.#take(cutScalar) ? this.#torn() : this.#unexpected(expects);
    }
  }

  #number(container: Container | undefined): boolean {
    const start = this.#index;
    const end = endOfNumber(this.#text, start);
    if (end < 0) return false;
    this.#index = end;
    const token = this.#text.slice(start, end);
    if (isKept(token)) this.#numbers.push(new NumberToken(token, start, pathIn(container)));
    return true;
  }

  #openContainer(kind: Container["kind"], around: Container | undefined): SyntaxFault | undefined {
    if (this.#open.length >= maxLineDepth) return { code: "too-deep", index: this.#index, maxDepth: maxLineDepth };
    this.#open.push(openContainer(kind, around));
    this.#index++;
    return undefined;
  }

  #string(): SyntaxFault | undefined {
    for (this.#index++; this.#index < this.#text.length; this.#index++) {
      const code = this.#text.charCodeAt(this.#index);
      if (code === 0x22) {
        this.#index++;
        return undefined;
      }
      if (code === 0x5c) {
        if (this.#take(escape)) this.#index--;
        else if (this.#take(cutEscape)) return this.#torn("a string");
        else
          return this.#notJson(
            'an escape that JSON has, such as "\\n" or "\\u000a"',
            this.#text.slice(this.#index, this.#index + 2),
          );
      } else if (code < 0x20) {
        return this.#notJson("control characters to be escaped", describeCharacter(code));
      }
    }
    return this.#torn("a string");
  }

  #close(): undefined {
    this.#open.pop();
    this.#index++;
  }

  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.#index;
    if (!pattern.test(this.#text)) return false;
    this.#index = pattern.lastIndex;
    return true;
  }

  #torn(inside?: string): SyntaxFault {
    const kind = this.#open.at(-1)?.kind;
    const within = inside ?? (kind === undefined ? "a value" : `an ${kind}`);
    return { code: "torn", index: this.#text.length, inside: within };
  }

  #afterValue(): SyntaxFault {
    const startsValue = /[[{"]/.test(this.#text[this.#index] ?? "");
    return startsValue
      ? { code: "glued", index: this.#index, isCut: false }
      : this.#notJson("the end of the line", describeAt(this.#text, this.#index));
  }

  #unexpected(expects: Expectation): SyntaxFault {
    return this.#notJson(expectationText[expects], describeAt(this.#text, this.#index));
  }

  #notJson(expected: string, received: string): SyntaxFault {
    const glued = this.#open.length === 0 ? undefined : findRestart(this.#text, this.#nameField);
    return glued ?? { code: "not-json", index: this.#index, expected, received };
  }
}
