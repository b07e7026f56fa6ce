import type { TokenPath } from "./number-tokens.js";

/** Where a reader of JSON is within an object or array. */
export type Expectation = "name or end" | "name" | "colon" | "value" | "value or end" | "comma or end";

/** An object or array that is being read. */
export interface Container {
  readonly kind: "object" | "array";
  expects: Expectation;
  /** The names so far. */
  readonly names: Set<string>;
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

const noNames: Set<string> = new Set();

/** A container that begins within another. */
export function openContainer(kind: Container["kind"], around: Container | undefined): Container {
  return {
    kind,
    expects: kind === "object" ? "name or end" : "value or end",
    names: kind === "object" ? new Set() : noNames,
    elements: 0,
    path: pathIn(around),
    key: "",
  };
}

/** Where the value is that a container reads; `undefined` for the whole. */
export function pathIn(container: Container | undefined): TokenPath | undefined {
  return container === undefined ? undefined : { container: container.path, key: container.key };
}
