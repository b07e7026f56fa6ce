/** Why a text is not one JSON value (RFC 8259). `index` counts UTF-16 code units. */
export type SyntaxFault =
  /** The text ends too early, within what `inside` names. */
  | { readonly code: "torn"; readonly index: number; readonly inside: string }
  /** Another value begins at `index`; `isCut` when the one before it was not complete. */
  | { readonly code: "glued"; readonly index: number; readonly isCut: boolean }
  /** A number that JSON does not have, such as the `NaN` and `Infinity` of Python's encoder. */
  | { readonly code: "not-finite"; readonly index: number; readonly literal: string }
  | { readonly code: "not-json"; readonly index: number; readonly expected: string; readonly received: string };

/** All numbers that JSON does not have, and the first fault of any other kind. Empty when the text is JSON. */
export function findSyntaxFaults(text: string): readonly SyntaxFault[] {
  return new Scanner(text).scan();
}

const notFinite = /[+-]?(?:Infinity|infinity|inf|NaN|nan)(?![\w$])/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])/y;
const literal = /(?:true|false|null)(?![\w$])/y;
/** A number or literal that the end of the text cut off. */
const cutScalar = /-?(?:0|[1-9]\d*)?(?:\.\d*)?(?:[eE][+-]?)?$|(?:t|tr|tru|f|fa|fal|fals|n|nu|nul)$/y;
const escape = /\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})/y;
const cutEscape = /\\(?:u[\dA-Fa-f]{0,3})?$/y;

/** Where the scanner is within an object or array. */
type Expectation = "name or end" | "name" | "colon" | "value" | "value or end" | "comma or end";

interface Container {
  readonly kind: "object" | "array";
  expects: Expectation;
}

const expectationText: Readonly<Record<Expectation, string>> = {
  "name or end": 'a name in quotes or "}"',
  name: "a name in quotes",
  colon: '":"',
  value: "a value",
  "value or end": 'a value or "]"',
  "comma or end": '"," or the end of it',
};

/** Reads with a stack of its own, since lines can be nested deeper than calls can. */
class Scanner {
  readonly #text: string;
  readonly #faults: SyntaxFault[] = [];
  readonly #open: Container[] = [];
  #index = 0;

  constructor(text: string) {
    this.#text = text;
  }

  scan(): readonly SyntaxFault[] {
    const fault = this.#findFault();
    return fault === undefined ? this.#faults : [...this.#faults, fault];
  }

  #findFault(): SyntaxFault | undefined {
    let isDone = false;
    for (;;) {
      this.#skipSpace();
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
    if (this.#text[this.#index] !== '"') return this.#unexpected(container.expects);
    container.expects = "colon";
    return this.#string();
  }

  #value(container: Container | undefined): SyntaxFault | undefined {
    const expects = container?.expects ?? "value";
    if (container !== undefined) container.expects = "comma or end";
    const start = this.#index;
    switch (this.#text[start]) {
      case "{":
        this.#index++;
        this.#open.push({ kind: "object", expects: "name or end" });
        return undefined;
      case "[":
        this.#index++;
        this.#open.push({ kind: "array", expects: "value or end" });
        return undefined;
      case '"':
        return this.#string();
      default:
        if (this.#take(number) || this.#take(literal)) return undefined;
        if (this.#take(notFinite)) {
          this.#faults.push({ code: "not-finite", index: start, literal: this.#text.slice(start, this.#index) });
          return undefined;
        }
        return this.#take(cutScalar) ? this.#torn() : this.#unexpected(expects);
    }
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

  #skipSpace(): void {
    while (" \t\r\n".includes(this.#text[this.#index] ?? "x")) this.#index++;
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
      : this.#notJson("the end of the line", this.#rest());
  }

  #unexpected(expects: Expectation): SyntaxFault {
    return this.#notJson(expectationText[expects], this.#rest());
  }

  #notJson(expected: string, received: string): SyntaxFault {
    const glued = this.#open.length === 0 ? undefined : restart(this.#text);
    return glued ?? { code: "not-json", index: this.#index, expected, received };
  }

  #rest(): string {
    const code = this.#text.codePointAt(this.#index) ?? 0;
    const word = /[\w$.+-]+|[!-~]/y;
    word.lastIndex = this.#index;
    return JSON.stringify(word.exec(this.#text)?.[0].slice(0, 20)) ?? describeCharacter(code);
  }
}

function describeCharacter(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** How many places are tried: text that only looks like the start of an event costs a parse each. */
const maxRestarts = 20;

/** Where a whole event begins behind one that was cut off: what a crash in the middle of a write leaves. */
function restart(text: string): SyntaxFault | undefined {
  let index = text.lastIndexOf('{"');
  for (let tries = 0; index > 0 && tries < maxRestarts; tries++) {
    if (isEvent(text.slice(index))) return { code: "glued", index, isCut: true };
    index = text.lastIndexOf('{"', index - 1);
  }
  return undefined;
}

function isEvent(text: string): boolean {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === "object" && data !== null && "event" in data && typeof data.event === "string";
  } catch {
    return false;
  }
}
