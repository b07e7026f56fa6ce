/** What bounds the memory of an inference, whatever the logs hold. */
export interface SketchLimits {
  /** Places in events that are distinguished: fields, array elements, values of maps. */
  readonly places: number;
  /** Different short texts that are held, over all places. */
  readonly texts: number;
  /** Different short texts of one place. */
  readonly textsOfPlace: number;
  /** Declared fields of one object. What exceeds them is described together. */
  readonly fields: number;
  /** Levels of objects and arrays. Deeper values are counted, and not looked into. */
  readonly depth: number;
  /** Sets of fields that are distinguished in one object, to find variants. */
  readonly signatures: number;
}

export const defaultLimits: SketchLimits = {
  places: 20_000,
  texts: 200_000,
  textsOfPlace: 64,
  fields: 400,
  depth: 12,
  signatures: 24,
};

/** Longer texts are not held: they are neither words nor names of anything. */
export const maxTextLength = 48;

/** What is left of the limits that hold over all places. */
export class SketchBudget {
  readonly limits: SketchLimits;
  #places: number;
  #texts: number;

  constructor(limits: SketchLimits = defaultLimits) {
    this.limits = limits;
    this.#places = limits.places;
    this.#texts = limits.texts;
  }

  /** Whether one more place may be distinguished. */
  takePlace(): boolean {
    return this.#places > 0 && this.#places-- > 0;
  }

  /** Whether one more text may be held. */
  takeText(): boolean {
    return this.#texts > 0 && this.#texts-- > 0;
  }

  /** Takes back texts that are no longer held. */
  returnTexts(count: number): void {
    this.#texts += count;
  }

  /** How many places and texts are held now. */
  get used(): { readonly places: number; readonly texts: number } {
    return { places: this.limits.places - this.#places, texts: this.limits.texts - this.#texts };
  }
}
