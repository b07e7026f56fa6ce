import { pointerTokens } from "@metric-events/runtime";
import { hasEscape, stringBetween } from "./json-string.js";

/** Where a text has the values that some JSON Pointers (RFC 6901) lead to. {@link import("./locate.js").locate} fills it. */
export class TextPlaces {
  readonly root = new TextPlace();
  /** How many values are looked for. */
  readonly count: number;

  constructor(pointers: readonly string[]) {
    let count = 0;
    for (const pointer of pointers) {
      let place = this.root;
      for (const token of pointerTokens(pointer)) place = place.under(token);
      if (!place.isWanted) count++;
      place.isWanted = true;
    }
    this.count = count;
  }

  /** Index, in UTF-16 code units, of a value or of its name. What is missing is located at the object that should have it. */
  indexOf(pointer: string, at: "value" | "name"): number {
    let place = this.root;
    for (const token of pointerTokens(pointer)) {
      const next = place.at(token);
      if (next === undefined || next.value === notFound) return Math.max(0, place.value);
      place = next;
    }
    return Math.max(0, at === "name" && place.name !== notFound ? place.name : place.value);
  }
}

const notFound = -1;

/** With how many names one is compared. */
const maxCompared = 8;

/** One value that is looked for, or that contains one. */
export class TextPlace {
  name = notFound;
  value = notFound;
  isWanted = false;
  /** Mostly few: to compare a name with each takes less than to look it up. */
  #children: { readonly token: string; readonly place: TextPlace }[] | undefined;
  #byToken: Map<string, TextPlace> | undefined;

  /** The place of a member or element, if that is looked for. */
  at(token: string): TextPlace | undefined {
    if (this.#children === undefined) return undefined;
    if (this.#children.length > maxCompared) return this.#indexed(this.#children).get(token);
    for (const child of this.#children) if (child.token === token) return child.place;
    return undefined;
  }

  /** The place of the member whose name, with its quotes, is between two indexes of a text. */
  named(text: string, start: number, end: number): TextPlace | undefined {
    if (this.#children === undefined) return undefined;
    if (this.#children.length > maxCompared || hasEscape(text, start, end))
      return this.at(stringBetween(text, start, end));
    const length = end - start - 2;
    for (const { token, place } of this.#children) {
      if (token.length === length && text.startsWith(token, start + 1)) return place;
    }
    return undefined;
  }

  /** The place of a member or element, which is looked for from now on. */
  under(token: string): TextPlace {
    const known = this.at(token);
    if (known !== undefined) return known;
    const place = new TextPlace();
    this.#children ??= [];
    this.#children.push({ token, place });
    this.#byToken?.set(token, place);
    return place;
  }

  get hasChildren(): boolean {
    return this.#children !== undefined;
  }

  /** Of a name that an object has twice, JSON.parse keeps the last value: what was in the first is forgotten. */
  found(name: number, value: number): void {
    this.name = name;
    this.value = value;
    if (this.#children === undefined) return;
    for (const { place } of this.#children) place.found(notFound, notFound);
  }

  #indexed(children: readonly { readonly token: string; readonly place: TextPlace }[]): Map<string, TextPlace> {
    this.#byToken ??= new Map(children.map(({ token, place }) => [token, place]));
    return this.#byToken;
  }
}
