import type { BigintPlaces } from "./bigint-places.js";
import type { Scanner } from "./scan.js";

/** One error as Ajv's compiled code reports it, without its message. */
export interface ValidationError {
  readonly keyword: string;
  /** JSON Pointer into the validated value. */
  readonly instancePath: string;
  /** JSON Pointer to the keyword, after `#`; from the definition on, if it is in one. */
  readonly schemaPath: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Set on errors inside of `propertyNames`. */
  readonly propertyName?: string;
}

/** A validator compiled by Ajv with `allErrors`. It keeps its errors in a property of itself. */
export interface Validate {
  (data: unknown): boolean;
  errors?: readonly ValidationError[] | null;
}

/** What a constructor fills in, by the name of the field. */
type ConstructorDefaults = Readonly<Record<string, () => unknown>>;

/** What codegen compiles for one event. */
export interface Compiled {
  /** The reader contract as a JSON Schema without annotations, whose `$id` means nothing. */
  readonly contract: () => object;
  readonly writer: Validate;
  readonly reader: Validate;
  /**
   * Copies an event of plain objects and primitives without undeclared properties. It reads each property once; absent ones are `undefined` in
   * the copy. Returns `undefined` for any other event. There is no function if the schema allows what it cannot copy.
   */
  readonly copy: ((event: object) => object | undefined) | undefined;
  /**
   * Makes an event from its fields, with defaults for those that are absent. Returns `undefined` for mistakes, and for what the copier does not
   * copy. There is no function if there is no copier.
   */
  readonly construct: ((fields: object, defaults: ConstructorDefaults) => object | undefined) | undefined;
  /** Writes an event that the writer contract accepted as JSON, keys in schema order, without properties that are `undefined`. */
  readonly stringify: (event: object) => string;
  /**
   * Judges an event under the writer contract and writes it as JSON into bytes at an offset. It reads each property once. Returns where the JSON
   * ends, or -1 if the event is invalid, cannot be copied, or has a text that is long or not plain ASCII, or if there is no room. There is no
   * function if there is no copier.
   */
  readonly encode: ((event: object, bytes: Uint8Array, offset: number) => number) | undefined;
  /** Finds an event in bytes, in the form that the stringifier writes. `undefined` if the schema asks for more than it can judge. */
  readonly scanner: Scanner | undefined;
  /** Where events have bigints. The validators judge whole numbers and bigints alike. Absent if there are none. */
  readonly bigints?: BigintPlaces;
}

/** Adds an error to those of a validator. By default its keyword is the last word of `schemaPath`. */
export function addError(
  errors: ValidationError[] | null,
  instancePath: string,
  schemaPath: string,
  params: ValidationError["params"],
  keyword: string = schemaPath.slice(schemaPath.lastIndexOf("/") + 1),
): ValidationError[] {
  const error = { instancePath, schemaPath, keyword, params };
  if (errors === null) return [error];
  errors.push(error);
  return errors;
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
  if (typeof left === "bigint" || typeof right === "bigint") return isSameNumber(left, right);
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && equalJson(Reflect.get(left, key), Reflect.get(right, key)));
}

/** A bigint and the number of the same value are one JSON value. JavaScript compares the two without rounding. */
function isSameNumber(left: unknown, right: unknown): boolean {
  return isNumeric(left) && isNumeric(right) && left == right;
}

function isNumeric(value: unknown): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}
