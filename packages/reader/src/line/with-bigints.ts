import type { EventDefinition } from "@metric-events/runtime";
import { set, withExactNumbers } from "./exact-numbers.js";
import { ExactNumber, type NumberToken, type TokenPath } from "./number-tokens.js";

/** The value of a line as the type of its event has it. */
export interface TypedValue {
  /** With bigints in their places, exactly as they are in the line. What holds one is a copy. */
  readonly value: unknown;
  /** The numbers that are no bigints. */
  readonly others: readonly NumberToken[];
}

/**
 * A value with the bigints of an event.
 *
 * @param data the value that JSON.parse made of the line.
 * @param numbers the numbers of the line that are kept.
 * @param definition the event that it is; `undefined` for an unknown one.
 */
export function withBigints(
  data: unknown,
  numbers: readonly NumberToken[],
  definition: Pick<EventDefinition, "bigints" | "fromJson"> | undefined,
): TypedValue {
  if (definition?.bigints === undefined) return { value: data, others: numbers };
  const kept = numbers.filter((number) => isThere(data, number));
  const value = definition.fromJson(withExactNumbers(data, kept), (each) =>
    each instanceof ExactNumber ? each.text : undefined,
  );
  return { value, others: kept.filter((number) => putBack(value, number)) };
}

/** Not if another value took the place, as that of a name that stands there twice. */
function isThere(data: unknown, { path, token }: NumberToken): boolean {
  return path !== undefined && memberOf(containerOf(data, path), path.key) === Number(token);
}

/** Puts a number in the place of its digits, if they are still there. */
function putBack(value: unknown, { path }: NumberToken): boolean {
  if (path === undefined) return false;
  const container = containerOf(value, path);
  const exact = memberOf(container, path.key);
  if (!(exact instanceof ExactNumber)) return false;
  set(container as object, path.key, exact.value);
  return true;
}

function containerOf(value: unknown, { container }: TokenPath): unknown {
  return container === undefined ? value : memberOf(containerOf(value, container), container.key);
}

function memberOf(value: unknown, key: string | number): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}
