import { canonical, type Json } from "../json/value.js";

/** Values that schemas offer for properties, by the name of the property. They are used only where they fit. */
export class PropertyExamples {
  readonly #byName = new Map<string, Json[]>();

  add(name: string, examples: readonly Json[]): void {
    const known = this.of(name);
    const texts = new Set(known.map(canonical));
    this.#byName.set(name, [...known, ...examples.filter((example) => !texts.has(canonical(example)))]);
  }

  of(name: string): readonly Json[] {
    return this.#byName.get(name) ?? [];
  }
}
