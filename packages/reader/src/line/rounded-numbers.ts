import { type Catalogue, type Contract, eventNameIn, type Issue, pointerTokens } from "@metric-events/runtime";
import { set } from "./exact-numbers.js";
import type { NumberToken, TokenPath } from "./number-tokens.js";
import { maxFaults } from "./read-json.js";
import { withBigints } from "./with-bigints.js";

/** What is wrong with an event that has numbers which no double holds. */
export interface RoundedJudgement {
  readonly issues: readonly Issue[];
  /**
   * Those that the schema has a say about; under the writer contract all, since a writer writes doubles. In the order of the line, at
   * most as many as are reported.
   */
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
 * @param parsed the value of the text. It is changed meanwhile, and is the same again afterwards.
 */
export function judgeRounded(
  text: string,
  parsed: unknown,
  kept: readonly NumberToken[],
  catalogue: Catalogue,
  contract: Contract,
): RoundedJudgement {
  const name = eventNameIn(parsed, catalogue.envelope);
  const definition = name === undefined ? undefined : catalogue.get(name);
  const { value: data, others: numbers } = withBigints(parsed, kept, definition);
  if (numbers.length === 0) return { issues: catalogue.check(data, contract), rounded: [] };
  const places = new Places(data, numbers);
  const check = (): readonly Issue[] => catalogue.check(data, contract);
  const before = check();
  if (places.all.length === 0) return { issues: before, rounded: [] };
  for (const place of places.all) put(place, finite(place.value));
  try {
    const issues = places.all.every(({ value }) => Number.isFinite(value)) ? before : check();
    const most = Math.max(1, Math.min(maxExamined, Math.floor(maxJudgedLength / text.length / otherValues.length)));
    const asked = contract === "writer" ? places.all : askedFor(places.all, most, issues, check);
    const isAsked = contract === "writer" ? undefined : new Set(asked);
    const unexplained = issues.flatMap((issue) => {
      const place = places.at(data, issue.pointer);
      if (place === undefined) return [issue];
      const isExplained = !Number.isFinite(place.value) && isAsked?.has(place) !== false;
      // What is not a whole number is a number of a line, not a mistake of code.
      const expected = issue.expected.replace(", as a bigint", "");
      return isExplained ? [] : [{ ...issue, expected, received: shortToken(place.number.token) }];
    });
    // The infinities of a schema that lists all types have no other place.
    const isUnexplained = before.length > 0 && asked.length + unexplained.length === 0;
    const rounded = (isUnexplained ? places.all : asked).slice(0, maxFaults);
    return { issues: unexplained, rounded: rounded.map(({ number }) => number) };
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
  #byContainer: Map<object, Map<string, Place>> | undefined;

  constructor(data: unknown, numbers: readonly NumberToken[]) {
    this.#containers.set(undefined, data);
    const all: Place[] = [];
    for (const number of numbers) {
      const place = number.isHeld ? undefined : this.#placeOf(number);
      if (place !== undefined) all.push(place);
    }
    this.all = all;
  }

  /** The place that a pointer leads to. */
  at(data: unknown, pointer: string): Place | undefined {
    const tokens = pointerTokens(pointer);
    const last = tokens.pop();
    const container = tokens.reduce(memberOf, data);
    // Made when the first is looked for, which is seldom: a line can have a million of them.
    this.#byContainer ??= byContainer(this.all);
    return last === undefined ? undefined : this.#byContainer.get(container as object)?.get(last);
  }

  /** None if another value took the place, as that of a name that stands there twice. */
  #placeOf(number: NumberToken): Place | undefined {
    const { path, token } = number;
    if (path === undefined) return undefined;
    const container = this.#containerAt(path.container);
    if (typeof container !== "object" || container === null) return undefined;
    const value = memberOf(container, path.key);
    return typeof value === "number" && value === Number(token)
      ? { number, container, key: path.key, value }
      : undefined;
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

function byContainer(places: readonly Place[]): Map<object, Map<string, Place>> {
  const found = new Map<object, Map<string, Place>>();
  for (const place of places) {
    let members = found.get(place.container);
    if (members === undefined) found.set(place.container, (members = new Map()));
    members.set(String(place.key), place);
  }
  return found;
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
  if (places.length === 1) return places;
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
