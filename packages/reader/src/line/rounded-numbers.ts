import type { Catalogue, Contract, Issue } from "@metric-events/runtime";
import { set } from "./exact-numbers.js";
import { keysOf, type NumberToken, pointerOf } from "./number-tokens.js";

/** What is wrong with an event that has numbers which no double holds. */
interface RoundedJudgement {
  readonly issues: readonly Issue[];
  /** Those that the schema has a say about; under the writer contract all, since a writer writes doubles. */
  readonly rounded: readonly NumberToken[];
}

/** If one of these is refused in place of a number, the schema does not take just any value there. */
const otherValues: readonly unknown[] = [null, true, "", [], {}];
/** How many numbers are looked at one by one: each costs a few validations. */
const maxExamined = 100;

/**
 * Judges an event with changed numbers. An infinity, which JSON.parse makes of 1e400, is judged as the largest number; it would have the wrong type.
 *
 * @param data the value of the line. It is changed meanwhile, and is the same again afterwards.
 */
export function judgeRounded(
  data: unknown,
  numbers: readonly NumberToken[],
  catalogue: Catalogue,
  contract: Contract,
): RoundedJudgement {
  const places = numbers.filter(({ isHeld }) => !isHeld).flatMap((number) => placeOf(data, number));
  const check = (): readonly Issue[] => catalogue.check(data, contract);
  if (places.length === 0) return { issues: check(), rounded: [] };
  const before = check();
  for (const place of places) put(place, finite(place.value));
  try {
    const issues = check();
    const asked = contract === "writer" ? places : askedFor(places, issues, check);
    const isInfinite = new Set(
      asked.flatMap(({ value, number }) => (Number.isFinite(value) ? [] : [pointerOf(number)])),
    );
    const kept = issues.filter(({ pointer }) => !isInfinite.has(pointer)).map((issue) => withToken(issue, places));
    // The infinities of a schema that lists all types have no other place.
    const isUnexplained = before.length > 0 && asked.length + kept.length === 0;
    return { issues: kept, rounded: (isUnexplained ? places : asked).map(({ number }) => number) };
  } finally {
    for (const place of places) put(place, place.value);
  }
}

interface Place {
  readonly number: NumberToken;
  readonly container: object;
  readonly key: string | number;
  readonly value: number;
}

/** None if another value took the place, as that of a name that stands there twice. */
function placeOf(data: unknown, number: NumberToken): readonly Place[] {
  const keys = keysOf(number.path);
  const key = keys.pop();
  let container = data;
  for (const name of keys) container = memberOf(container, name);
  if (key === undefined || typeof container !== "object" || container === null) return [];
  const value = memberOf(container, key);
  return value === Number(number.token) ? [{ number, container, key, value }] : [];
}

function memberOf(value: unknown, key: string | number): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}

function put({ container, key }: Place, value: unknown): void {
  set(container, key, value);
}

function finite(value: number): number {
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
}

/** The places where the schema refuses some other value. */
function askedFor(places: readonly Place[], issues: readonly Issue[], check: () => readonly Issue[]): readonly Place[] {
  const known = new Set(issues.map(keyOf));
  const isAsked = (those: readonly Place[]): boolean =>
    otherValues.some((other) => {
      for (const place of those) put(place, other);
      const isRefused = check().some((issue) => !known.has(keyOf(issue)));
      for (const place of those) put(place, finite(place.value));
      return isRefused;
    });
  if (!isAsked(places)) return [];
  const asked = places.slice(0, maxExamined).filter((place) => isAsked([place]));
  return asked.length === 0 ? places.slice(0, 1) : asked;
}

function keyOf({ code, pointer }: Issue): string {
  return `${code} ${pointer}`;
}

function withToken(issue: Issue, places: readonly Place[]): Issue {
  const place = places.find(({ number }) => pointerOf(number) === issue.pointer);
  return place === undefined ? issue : { ...issue, received: shortToken(place.number.token) };
}

const maxTokenLength = 60;

/** A number as it was received; of a very long one its beginning. */
export function shortToken(token: string): string {
  return token.length <= maxTokenLength ? token : `${token.slice(0, maxTokenLength)}… (${token.length} characters)`;
}
