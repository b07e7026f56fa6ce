import type { Scanner } from "./scan.js";

/** One error as Ajv's compiled code reports it, without its message. */
export interface ValidationError {
  readonly keyword: string;
  /** JSON Pointer into the validated value. */
  readonly instancePath: string;
  /** JSON Pointer to the keyword, with `#`; from the definition on where there is one. */
  readonly schemaPath: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Set on errors inside of `propertyNames`. */
  readonly propertyName?: string;
}

/** A validator compiled by Ajv with `allErrors`: it leaves its errors on itself. */
export interface Validate {
  (data: unknown): boolean;
  errors?: readonly ValidationError[] | null;
}

/** What a constructor fills in, by name. */
interface ConstructorDefaults {
  readonly event: () => string;
  /** Unix time in seconds. */
  readonly timestamp: () => number;
}

/** What codegen compiles for one event. */
export interface Compiled {
  readonly writer: Validate;
  readonly reader: Validate;
  /**
   * Copies an event of plain objects and primitives that has nothing undeclared, reading each property once; absent ones are
   * `undefined` in the copy. Returns `undefined` for any other. No function when the schema allows what it cannot copy.
   */
  readonly copy: ((event: object) => object | undefined) | undefined;
  /**
   * Makes an event of its fields, with what `defaults` gives for those that are absent. Returns `undefined` for mistakes and for
   * whatever is not copied. No function where there is no copier.
   */
  readonly construct: ((fields: object, defaults: ConstructorDefaults) => object | undefined) | undefined;
  /** Writes what the writer contract accepted as JSON, keys in schema order; what is `undefined` is left out. */
  readonly stringify: (event: object) => string;
  /**
   * Judges an event under the writer contract and writes it as JSON into bytes, from an offset on, reading each property once.
   * Returns where it ends, or -1 when it is invalid, or nothing that is copied, or has a text that is not plain ASCII or is
   * long, or when there is no room. No function where there is no copier.
   */
  readonly encode: ((event: object, bytes: Uint8Array, offset: number) => number) | undefined;
  /** Finds an event in bytes, written as the stringifier does. None when the schema says more than it could judge. */
  readonly scanner: Scanner | undefined;
}

/** Number of Unicode code points, which is what `minLength` and `maxLength` count (JSON Schema Validation, section 6.3). */
export function codePointLength(text: string): number {
  let { length } = text;
  for (let index = 0; index < text.length - 1; index++) {
    const isPair = (text.charCodeAt(index) & 0xfc00) === 0xd800 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00;
    if (isPair) {
      length--;
      index++;
    }
  }
  return length;
}

/** Equality of JSON values (JSON Schema Core, section 4.2.2), for `const`, `enum` and `uniqueItems`. */
export function equalJson(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && equalJson(Reflect.get(left, key), Reflect.get(right, key)));
}
