import type { TokenPath } from "./number-tokens.js";

/** Where a reader of JSON is within an object or array. */
export type Expectation = "name or end" | "name" | "colon" | "value" | "value or end" | "comma or end";

/** An object or array that is being read. */
export interface Container {
  readonly kind: "object" | "array";
  expects: Expectation;
  /** The names so far. */
  readonly names: SeenNames;
  /** How many elements an array has so far. */
  elements: number;
  /** Where it is; `undefined` for the whole. */
  readonly path: TokenPath | undefined;
  /** Name of the member, or index of the element, that is read. */
  key: string | number;
}

export const expectationText: Readonly<Record<Expectation, string>> = {
  "name or end": 'a name in quotes or "}"',
  name: "a name in quotes",
  colon: '":"',
  value: "a value",
  "value or end": 'a value or "]"',
  "comma or end": '"," or the end of it',
};

/** How many names are compared one by one: to make a set takes as long as to read a line. */
const maxCompared = 16;

/** The names of an object. */
export class SeenNames {
  readonly #few: string[] = [];
  #all: Set<string> | undefined;

  /** Adds a name; returns whether it was there before. */
  add(name: string): boolean {
    if (this.#all !== undefined) {
      const before = this.#all.size;
      return this.#all.add(name).size === before;
    }
    if (this.#few.includes(name)) return true;
    this.#few.push(name);
    if (this.#few.length > maxCompared) this.#all = new Set(this.#few);
    return false;
  }
}

const noNames = new SeenNames();

/** A container that begins within another. */
export function openContainer(kind: Container["kind"], around: Container | undefined): Container {
  return {
    kind,
    expects: kind === "object" ? "name or end" : "value or end",
    names: kind === "object" ? new SeenNames() : noNames,
    elements: 0,
    path: pathIn(around),
    key: "",
  };
}

/** Where the value is that a container reads; `undefined` for the whole. */
export function pathIn(container: Container | undefined): TokenPath | undefined {
  return container === undefined ? undefined : { container: container.path, key: container.key };
}
