import { describeValue } from "./describe-value.js";
import { joinPointer } from "./pointer.js";
import type { FieldDescriptor, Issue, ValueDescriptor } from "./types.js";

/** The copier stops after this many issues: an array with a million holes has a million of them. */
const maxIssues = 100;

/** Deeper values are refused, so that a hostile value cannot overflow the stack. */
const maxDepth = 200;

export interface SnapshotOptions {
  /** What counts as an absent optional property: `undefined` as in JSON.stringify, or `null` as well. */
  readonly absent: "undefined" | "nullish";
  /** Whether bigints have a JSON form: in an event that has some. */
  readonly hasBigints?: boolean;
  /** Values for absent properties of the event itself, by name. */
  readonly defaults?: Readonly<Record<string, () => unknown>>;
}

/**
 * Copies an event, reading each own enumerable property once, declared ones first and in schema order.
 *
 * The copy consists of plain objects, arrays and primitives, so that validating it and writing it see the same values. Values without a JSON
 * form are reported in `issues` and left out.
 */
export function snapshot(
  input: object,
  fields: readonly FieldDescriptor[],
  options: SnapshotOptions,
): { copy: Record<string, unknown>; issues: Issue[] } {
  const copier = new Copier(options.absent, options.hasBigints);
  const copy = copier.copyObject(input, fields, "", 0, options.defaults);
  return { copy, issues: copier.issues };
}

class Copier {
  readonly issues: Issue[] = [];
  readonly #absent: SnapshotOptions["absent"];
  readonly #hasBigints: boolean;
  readonly #ancestors = new Set<object>();

  constructor(absent: SnapshotOptions["absent"], hasBigints = false) {
    this.#absent = absent;
    this.#hasBigints = hasBigints;
  }

  copyObject(
    input: object,
    fields: readonly FieldDescriptor[],
    pointer: string,
    depth: number,
    defaults?: SnapshotOptions["defaults"],
  ): Record<string, unknown> {
    this.#ancestors.add(input);
    const copy: Record<string, unknown> = {};
    let declared = 0;
    for (const field of fields) {
      let value: unknown;
      if (isOwn(input, field.name)) {
        value = input[field.name];
        declared++;
      }
      if (value === undefined) value = defaults?.[field.name]?.();
      if (this.#isAbsent(value, field)) continue;
      this.#set(copy, field.name, this.#copyValue(value, field, pointer, field.name, depth));
    }
    const names = Object.keys(input);
    if (names.length > declared) {
      const known = new Set(fields.map((field) => field.name));
      for (const name of names) {
        if (known.has(name) || !isOwn(input, name)) continue;
        const value: unknown = input[name];
        if (value !== undefined) this.#set(copy, name, this.#copyValue(value, undefined, pointer, name, depth));
      }
    }
    this.#ancestors.delete(input);
    return copy;
  }

  #isAbsent(value: unknown, field: FieldDescriptor): boolean {
    if (value === undefined) return true;
    return value === null && this.#absent === "nullish" && !field.required && !field.types.includes("null");
  }

  #set(copy: Record<string, unknown>, name: string, value: unknown): void {
    if (value === undefined) return;
    // An assignment would change the prototype of the copy.
    if (name === "__proto__")
      Object.defineProperty(copy, name, { value, enumerable: true, writable: true, configurable: true });
    else copy[name] = value;
  }

  /** The copy, or `undefined`, and then an issue says why. */
  #copyValue(
    value: unknown,
    descriptor: ValueDescriptor | undefined,
    parent: string,
    token: string | number,
    depth: number,
  ): unknown {
    if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
    if (typeof value === "number" && Number.isFinite(value)) return value;
    if (typeof value === "bigint" && this.#hasBigints) return value;

    const pointer = joinPointer(parent, token);
    const expected = descriptor?.accepts ?? "a JSON value";
    if (typeof value !== "object") return this.#refuse("not-json", pointer, expected, describeValue(value));
    const type = Array.isArray(value) ? "array" : "object";
    if (descriptor?.types.includes(type) === false)
      return this.#refuse("type", pointer, expected, describeValue(value));
    if (this.#ancestors.has(value))
      return this.#refuse("not-json", pointer, "a JSON value", "an object that contains itself");
    if (depth >= maxDepth) return this.#refuse("not-json", pointer, `at most ${maxDepth} nested values`, "more");
    if (Array.isArray(value)) return this.#copyArray(value, descriptor?.items, pointer, depth + 1);
    if (isPlainObject(value)) return this.copyObject(value, descriptor?.fields ?? [], pointer, depth + 1);
    return this.#refuse("not-json", pointer, expected, describeValue(value));
  }

  #copyArray(input: readonly unknown[], items: ValueDescriptor | undefined, pointer: string, depth: number): unknown[] {
    this.#ancestors.add(input);
    const copy: unknown[] = [];
    const { length } = input;
    for (let index = 0; index < length && this.issues.length < maxIssues; index++)
      copy.push(this.#copyValue(input[index], items, pointer, index, depth));
    this.#ancestors.delete(input);
    return copy;
  }

  #refuse(code: "not-json" | "type", pointer: string, expected: string, received: string): undefined {
    this.issues.push({ code, pointer, expected, received });
  }
}

function isOwn<Name extends string>(value: object, name: Name): value is Record<Name, unknown> {
  return Object.prototype.propertyIsEnumerable.call(value, name);
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return true;
  // An object literal of another realm, such as a vm context: its prototype is that realm's Object.prototype.
  return isObject(prototype) && Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, "isPrototypeOf");
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
