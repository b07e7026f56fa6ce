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
export function toBigints(root: unknown, rootPlaces: readonly BigintPlaces[], digitsOf?: DigitsOf): unknown {
  const places = withBranches(rootPlaces);
  const converted = numberToBigint(root, places, digitsOf);
  if (converted !== root || !isParent(root, digitsOf)) return converted;
  // Values may be nested more deeply than calls can be, so that the parents of the part that is looked at are in a list.
  const parents: Parent[] = [new Parent(root, places, undefined)];
  for (let parent = parents.at(-1); parent !== undefined; parent = parents.at(-1)) {
    const part = parent.parts[parent.next++];
    if (part === undefined) {
      parents.pop();
      if (parent.copy !== undefined) parents.at(-1)?.replace(parent.key, parent.copy);
      if (parents.length === 0) return parent.copy ?? root;
      continue;
    }
    const [key, member] = part;
    const about = placesAt(parent.places, key);
    if (about.length === 0) continue;
    const all = withBranches(about);
    const number = numberToBigint(member, all, digitsOf);
    if (number !== member) parent.replace(key, number);
    else if (isParent(member, digitsOf)) parents.push(new Parent(member, all, key));
  }
  return root;
}

/** An object or array whose parts are being looked at. */
class Parent {
  readonly parts: readonly (readonly [string | number, unknown])[];
  /** The index of the next part to look at. */
  next = 0;
  /** What the object becomes; `undefined` while it stays. */
  copy: object | undefined;

  /** @param key where it is in its own parent. */
  constructor(
    readonly value: object,
    readonly places: readonly BigintPlaces[],
    readonly key: string | number | undefined,
  ) {
    this.parts = partsOf(value);
  }

  replace(key: string | number | undefined, member: unknown): void {
    if (key === undefined) return;
    this.copy ??= Array.isArray(this.value) ? [...(this.value as unknown[])] : { ...this.value };
    define(this.copy, key, member);
  }
}

/** Whether a value is an object or array, and not a number in another form. */
function isParent(value: unknown, digitsOf: DigitsOf | undefined): value is object {
  return typeof value === "object" && value !== null && digitsOf?.(value) === undefined;
}

/** A number whose places say that it is a bigint, as one; any other value as it is. */
function numberToBigint(value: unknown, all: readonly BigintPlaces[], digitsOf: DigitsOf | undefined): unknown {
  if (!all.some(({ isBigint }) => isBigint)) return value;
  const digits = digitsOf?.(value);
  if (digits !== undefined) return bigintOf(digits) ?? value;
  return Number.isSafeInteger(value) ? BigInt(value as number) : value;
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

/**
 * Whether each whole number of a value is a bigint exactly where the type has one. Values may be nested more deeply than calls can be, so that
 * what is left to look at is in a list.
 */
export function hasBigintsInPlace(root: unknown, rootPlaces: readonly BigintPlaces[]): boolean {
  if (typeof root !== "object" || root === null) return isInPlace(root, rootPlaces);
  const objects: object[] = [root];
  const placesOf: (readonly BigintPlaces[])[] = [rootPlaces];
  for (let value = objects.pop(); value !== undefined; value = objects.pop()) {
    const all = withBranches(placesOf.pop() ?? none);
    const names = Array.isArray(value) ? undefined : Object.keys(value);
    const count = names?.length ?? (value as unknown[]).length;
    for (let index = 0; index < count; index++) {
      const key = names?.[index] ?? index;
      const member: unknown = Reflect.get(value, key);
      if (!mayHoldNumber(member)) continue;
      const places = all.length === 0 ? none : placesAt(all, key);
      if (typeof member === "object" && member !== null) {
        objects.push(member);
        placesOf.push(places);
      } else if (!isInPlace(member, places)) return false;
    }
  }
  return true;
}

function isInPlace(value: unknown, places: readonly BigintPlaces[]): boolean {
  return typeof value === "bigint" ? isOfBigints(places) : !Number.isInteger(value) || !isOfBigints(places);
}

function isOfBigints(places: readonly BigintPlaces[]): boolean {
  for (const { isBigint } of withBranches(places)) if (isBigint === true) return true;
  return false;
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
