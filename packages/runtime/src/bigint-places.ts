/**
 * Where the events of a type have bigints: the whole numbers that their schema gives the format `int64`. Parts are functions, since a type
 * may contain itself.
 */
export interface BigintPlaces {
  /** Whether whole numbers in this place are bigints. */
  readonly isBigint?: true;
  /** What else is about this value: references and branches. */
  readonly also?: readonly (() => BigintPlaces)[];
  /** Parts of an object. All that are about a name apply. */
  readonly members?: readonly (readonly [isAbout: (name: string) => boolean, places: () => BigintPlaces])[];
  /** Parts of an array. All that are about an index apply. */
  readonly elements?: readonly (readonly [isAbout: (index: number) => boolean, places: () => BigintPlaces])[];
}

/** The digits of a number that is kept in a value in another form; `undefined` for all other values. */
export type DigitsOf = (value: unknown) => string | undefined;

const wholeNumber = /^-?\d+$/;
/** As `canonicalNumber` writes one of many digits. */
const longNumber = /^(-?)(\d)(?:\.(\d+))?e\+(\d+)$/;
const maxPower = 308;

/**
 * A JSON value with bigints in their places. What holds one is copied, all else shared. A whole number beyond 2^53 stays as it is: it may have
 * been rounded when it was parsed.
 *
 * @param digitsOf finds numbers that were kept exactly. Default: there are none.
 */
export function toBigints(value: unknown, places: readonly BigintPlaces[], digitsOf?: DigitsOf): unknown {
  const all = withBranches(places);
  const digits = digitsOf?.(value);
  if (all.some(({ isBigint }) => isBigint)) {
    if (digits !== undefined) return bigintOf(digits) ?? value;
    if (Number.isSafeInteger(value)) return BigInt(value as number);
  }
  if (digits !== undefined || typeof value !== "object" || value === null) return value;
  let copy: object | undefined;
  for (const [key, member] of partsOf(value)) {
    const inner = placesAt(all, key);
    if (inner.length === 0) continue;
    const converted = toBigints(member, inner, digitsOf);
    if (converted === member) continue;
    copy ??= Array.isArray(value) ? [...value] : { ...value };
    define(copy, key, converted);
  }
  return copy ?? value;
}

function bigintOf(digits: string): bigint | undefined {
  if (wholeNumber.test(digits)) return BigInt(digits);
  const [, sign = "", first = "", more = "", power = ""] = longNumber.exec(digits) ?? [];
  const zeros = Number(power) - more.length;
  // A whole number that no double is near to, as 1e400, is not worth its digits.
  return power === "" || zeros < 0 || zeros > maxPower
    ? undefined
    : BigInt(`${sign}${first}${more}${"0".repeat(zeros)}`);
}

/** An assignment to `__proto__` would change the prototype. */
function define(target: object, key: string | number, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
}

/** Whether a place of a value, given by names and indexes, has a bigint. */
export function isBigintAt(places: BigintPlaces | undefined, path: readonly (string | number)[]): boolean {
  const at = path.reduce<readonly BigintPlaces[]>(
    (all, key) => placesAt(withBranches(all), key),
    places === undefined ? [] : [places],
  );
  return withBranches(at).some(({ isBigint }) => isBigint);
}

/** Whether each whole number of a value is a bigint exactly where the type has one. */
export function hasBigintsInPlace(value: unknown, places: readonly BigintPlaces[]): boolean {
  switch (typeof value) {
    case "bigint":
      return isOfBigints(places);
    case "number":
      return !Number.isInteger(value) || !isOfBigints(places);
    case "object":
      return value === null || isInPlaceWithin(value, withBranches(places));
    default:
      return true;
  }
}

function isOfBigints(places: readonly BigintPlaces[]): boolean {
  for (const { isBigint } of withBranches(places)) if (isBigint === true) return true;
  return false;
}

function isInPlaceWithin(value: object, all: readonly BigintPlaces[]): boolean {
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++)
      if (mayHoldNumber(value[index]) && !hasBigintsInPlace(value[index], placesAt(all, index))) return false;
    return true;
  }
  for (const name of Object.keys(value)) {
    const member: unknown = Reflect.get(value, name);
    if (mayHoldNumber(member) && !hasBigintsInPlace(member, placesAt(all, name))) return false;
  }
  return true;
}

/** Most members are texts, for which no place has to be looked up. */
function mayHoldNumber(value: unknown): boolean {
  return typeof value === "bigint" || typeof value === "number" || (typeof value === "object" && value !== null);
}

/** The parts of an object or array, by name or index. */
export function partsOf(value: object): readonly (readonly [string | number, unknown])[] {
  return Array.isArray(value) ? value.map((element: unknown, index) => [index, element]) : Object.entries(value);
}

/** Places, and what their references and branches say about the same value. */
export function withBranches(places: readonly BigintPlaces[]): readonly BigintPlaces[] {
  if (places.every(({ also }) => also === undefined)) return places;
  const all = new Set(places);
  // A set also goes over what is added meanwhile.
  for (const { also } of all) for (const each of also ?? []) all.add(each());
  return [...all];
}

/** What is about a part of a value. */
export function placesAt(all: readonly BigintPlaces[], key: string | number): readonly BigintPlaces[] {
  const found: BigintPlaces[] = [];
  for (const { members, elements } of all) {
    if (typeof key === "number") {
      for (const [isAbout, places] of elements ?? none) if (isAbout(key)) found.push(places());
    } else for (const [isAbout, places] of members ?? none) if (isAbout(key)) found.push(places());
  }
  return found;
}

const none: readonly never[] = [];
