import { type Catalogue, type Contract, type Issue, pointerTokens } from "@metric-events/runtime";
import { set } from "./exact-numbers.js";
import type { NumberToken, TokenPath } from "./number-tokens.js";

/** What is wrong with an event that has numbers which no double holds. */
interface RoundedJudgement {
  readonly issues: readonly Issue[];
  /** Those that the schema has a say about; under the writer contract all, since a writer writes doubles. */
  readonly rounded: readonly NumberToken[];
}

/** If one of these is refused in place of a number, the schema does not take just any value there. */
const otherValues: readonly unknown[] = [null, true, "", [], {}];
/** How many numbers are looked at one by one, each of which costs some validations, and how much text these may judge in all. */
const maxExamined = 100;
const maxJudgedLength = 10_000_000;

/**
 * Judges an event with changed numbers. An infinity, which JSON.parse makes of 1e400, is judged as the largest number; it would have the wrong type.
 *
 * @param data the value of the text. It is changed meanwhile, and is the same again afterwards.
 */
export function judgeRounded(
  text: string,
  data: unknown,
  numbers: readonly NumberToken[],
  catalogue: Catalogue,
  contract: Contract,
): RoundedJudgement {
  const places = new Places(data, numbers);
  const check = (): readonly Issue[] => catalogue.check(data, contract);
  const before = check();
  if (places.all.length === 0) return { issues: before, rounded: [] };
  for (const place of places.all) put(place, finite(place.value));
  try {
    const issues = check();
    const most = Math.max(1, Math.min(maxExamined, Math.floor(maxJudgedLength / text.length / otherValues.length)));
    const asked = contract === "writer" ? places.all : askedFor(places.all, most, issues, check);
    const infinite = new Set(asked.filter(({ value }) => !Number.isFinite(value)));
    const kept = issues.flatMap((issue) => {
      const place = places.at(data, issue.pointer);
      if (place === undefined) return [issue];
      return infinite.has(place) ? [] : [{ ...issue, received: shortToken(place.number.token) }];
    });
    // The infinities of a schema that lists all types have no other place.
    const isUnexplained = before.length > 0 && asked.length + kept.length === 0;
    return { issues: kept, rounded: (isUnexplained ? places.all : asked).map(({ number }) => number) };
  } finally {
    for (const place of places.all) put(place, place.value);
  }
}

interface Place {
  readonly number: NumberToken;
  readonly container: object;
  readonly key: string | number;
  readonly value: number;
}

/** Where the rounded numbers of a line are in its value. */
class Places {
  readonly all: readonly Place[];
  readonly #containers = new Map<TokenPath | undefined, unknown>();
  readonly #byContainer = new Map<object, Map<string, Place>>();

  constructor(data: unknown, numbers: readonly NumberToken[]) {
    this.#containers.set(undefined, data);
    this.all = numbers.flatMap((number) => (number.isHeld ? [] : this.#placeOf(number)));
    for (const place of this.all) {
      const members = this.#byContainer.get(place.container) ?? new Map<string, Place>();
      this.#byContainer.set(place.container, members.set(String(place.key), place));
    }
  }

  /** The place that a pointer leads to. */
  at(data: unknown, pointer: string): Place | undefined {
    const tokens = pointerTokens(pointer);
    const last = tokens.pop();
    const container = tokens.reduce(memberOf, data);
    return last === undefined ? undefined : this.#byContainer.get(container as object)?.get(last);
  }

  /** None if another value took the place, as that of a name that stands there twice. */
  #placeOf(number: NumberToken): readonly Place[] {
    const { path, token } = number;
    if (path === undefined) return [];
    const container = this.#containerAt(path.container);
    if (typeof container !== "object" || container === null) return [];
    const value = memberOf(container, path.key);
    return typeof value === "number" && value === Number(token) ? [{ number, container, key: path.key, value }] : [];
  }

  /** Looks each container up once: a path may be thousands of levels long. */
  #containerAt(path: TokenPath | undefined): unknown {
    const missing: TokenPath[] = [];
    let at = path;
    for (; at !== undefined && !this.#containers.has(at); at = at.container) missing.push(at);
    let container = this.#containers.get(at);
    for (const next of missing.toReversed()) {
      container = memberOf(container, next.key);
      this.#containers.set(next, container);
    }
    return container;
  }
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

/** The places where the schema refuses some other value; of many, some of the first `most`. */
function askedFor(
  places: readonly Place[],
  most: number,
  issues: readonly Issue[],
  check: () => readonly Issue[],
): readonly Place[] {
  const known = new Set(issues.map(keyOf));
  const isAsked = (those: readonly Place[]): boolean =>
    otherValues.some((other) => {
      for (const place of those) put(place, other);
      const isRefused = check().some((issue) => !known.has(keyOf(issue)));
      for (const place of those) put(place, finite(place.value));
      return isRefused;
    });
  if (!isAsked(places)) return [];
  const asked = places.slice(0, most).filter((place) => isAsked([place]));
  return asked.length === 0 ? places.slice(0, 1) : asked;
}

function keyOf({ code, pointer }: Issue): string {
  return `${code} ${pointer}`;
}

const maxTokenLength = 60;

/** A number as it was received; of a very long one its beginning. */
export function shortToken(token: string): string {
  return token.length <= maxTokenLength ? token : `${token.slice(0, maxTokenLength)}… (${token.length} characters)`;
}
