import { allFormats, formatsOf } from "./formats.js";
import { maxTextLength, type SketchBudget } from "./limits.js";

/** What the texts of one place have in common. Holds few of them, and no long one. */
export class TextSketch {
  seen = 0;
  /** The formats that all texts have: a bit for each of `textFormats`. */
  formats: number = allFormats;
  #counts: Map<string, number> | undefined = new Map();

  /** How often each text occurs; `undefined` when there are too many, or one is long. */
  get counts(): ReadonlyMap<string, number> | undefined {
    return this.#counts;
  }

  add(text: string, budget: SketchBudget): void {
    this.seen++;
    if (this.formats !== 0) this.formats = formatsOf(text, this.formats);
    if (this.#counts !== undefined) this.#count(text, 1, budget);
  }

  join({ seen, formats, counts }: TextSketch, budget: SketchBudget): void {
    this.seen += seen;
    this.formats &= formats;
    if (counts === undefined) this.release(budget);
    else for (const [text, times] of counts) this.#count(text, times, budget);
  }

  /** Forgets the texts, but not how many there were. */
  release(budget: SketchBudget): void {
    budget.returnTexts(this.#counts?.size ?? 0);
    this.#counts = undefined;
  }

  #count(text: string, times: number, budget: SketchBudget): void {
    const counts = this.#counts;
    const before = counts?.get(text);
    if (before !== undefined) counts?.set(text, before + times);
    else if (
      counts !== undefined &&
      text.length <= maxTextLength &&
      counts.size < budget.limits.textsOfPlace &&
      budget.takeText()
    ) {
      counts.set(text, times);
    } else this.release(budget);
  }
}
