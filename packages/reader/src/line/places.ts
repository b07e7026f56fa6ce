import { pointerTokens } from "@metric-events/runtime";

/** Where a text has the values that some JSON Pointers (RFC 6901) lead to. {@link import("./locate.js").locate} fills it. */
export class TextPlaces {
  readonly root = new TextPlace();

  constructor(pointers: readonly string[]) {
    for (const pointer of pointers) {
      let place = this.root;
      for (const token of pointerTokens(pointer)) place = place.under(token);
    }
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

/** One value that is looked for, or that contains one. */
export class TextPlace {
  name = notFound;
  value = notFound;
  #children: Map<string, TextPlace> | undefined;

  /** The place of a member or element, if that is looked for. */
  at(token: string): TextPlace | undefined {
    return this.#children?.get(token);
  }

  /** The place of a member or element, which is looked for from now on. */
  under(token: string): TextPlace {
    this.#children ??= new Map();
    let child = this.#children.get(token);
    if (child === undefined) this.#children.set(token, (child = new TextPlace()));
    return child;
  }

  get hasChildren(): boolean {
    return this.#children !== undefined;
  }

  /** Of a name that an object has twice, JSON.parse keeps the last value: what was in the first is forgotten. */
  found(name: number, value: number): void {
    this.name = name;
    this.value = value;
    for (const child of this.#children?.values() ?? []) child.found(notFound, notFound);
  }
}
