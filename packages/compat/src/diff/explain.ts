import { escapeName } from "../dialect/document.js";
import type { Json, JsonSchema } from "../json/value.js";
import type { Normal } from "../normal/node.js";
import type { SchemaWriter } from "../normal/to-schema.js";
import type { Inquiry } from "../question.js";
import type { Reason } from "../reason.js";
import type { Change } from "./change.js";
import { type Edit, edited } from "./edit.js";
import type { Effect } from "./pair.js";

/** A change that breaks readers, or several that do so only together, and an instance that shows it. */
export interface Break {
  /** Empty when no change could be blamed. */
  readonly changes: readonly Change[];
  /** Valid for the writer and invalid for the reader, by the specification and by Ajv. */
  readonly witness: Json;
}

/** Whether readers of one version read what writers of another wrote. */
export type Compatibility =
  | { readonly verdict: "compatible" }
  | { readonly verdict: "incompatible"; readonly breaks: readonly Break[] }
  | { readonly verdict: "unknown"; readonly reasons: readonly Reason[] };

/** A change on the way from `origin` to `normal`. */
export interface TrackedStep {
  readonly change: Change;
  readonly effect: Effect;
  /** Takes the change back in `normal`. */
  readonly undo: readonly Edit[];
}

interface Explained {
  readonly subset: JsonSchema;
  readonly superset: JsonSchema;
  /** What the superset was before the changes. */
  readonly origin: Normal;
  /** What it is. */
  readonly normal: Normal;
  readonly steps: readonly TrackedStep[];
}

/** This many breaks are listed one by one; each takes a search through the whole schema. */
const maxBreaks = 100;
/** The budget for finding the breaks, as a multiple of the budget of one question. */
const searchFactor = 4;

/**
 * Whether the subset is in the superset and, if not, which changes of the superset are to blame:
 *
 * 1. a change is blamed for an instance that the superset refuses, and would accept if only this change were taken back;
 * 2. else for an instance that the superset would still refuse because of this change if those of other fields, and all that
 *    only narrow, were taken back (several changes break it, each on its own);
 * 3. the smallest set of the remaining changes is blamed for an instance that would be refused even if all changes blamed so
 *    far were taken back.
 *
 * An instance that an earlier break explains does not count again. After {@link maxBreaks} breaks, or when the budget for this
 * is spent, the remaining changes are blamed together.
 */
export function explain(inquiry: Inquiry, writer: SchemaWriter, question: Explained): Compatibility {
  const { subset, superset } = question;
  const asked = inquiry.ask({ inside: [subset], outside: [superset] });
  // A pattern is blamed at its first place, which has to be in these schemas.
  const whole = asked.kind === "unknown" ? inquiry.renewed().ask({ inside: [subset], outside: [superset] }) : asked;
  if (whole.kind === "none") return { verdict: "compatible" };
  if (whole.kind === "unknown") return { verdict: "unknown", reasons: whole.reasons };
  const search = new BlameSearch(inquiry, writer, question);
  const alone = search.brokenByOne();
  const each = search.brokenByEach();
  return { verdict: "incompatible", breaks: [...alone, ...each, ...search.brokenTogether(whole.value)] };
}

class BlameSearch {
  readonly #inquiry: Inquiry;
  readonly #writer: SchemaWriter;
  readonly #question: Explained;
  readonly #definitions: readonly Normal["definitions"][];
  readonly #explained = new Set<TrackedStep>();
  readonly #lastStep: number;

  constructor(inquiry: Inquiry, writer: SchemaWriter, question: Explained) {
    this.#inquiry = inquiry;
    this.#writer = writer;
    this.#question = question;
    this.#definitions = [question.normal.definitions, question.origin.definitions];
    this.#lastStep = inquiry.spent + searchFactor * inquiry.budget;
  }

  brokenByOne(): Break[] {
    const { subset, superset } = this.#question;
    return this.#blamed((step) => {
      const explained = this.#explained.size === 0 ? [] : [this.#without([...this.#explained])];
      const derived = { inside: [this.#without([step])], outside: explained };
      return this.#inquiry.ask({ inside: [subset], outside: [superset], derived });
    });
  }

  brokenByEach(): Break[] {
    const { subset, superset } = this.#question;
    return this.#blamed((step) => {
      const all = this.#narrowing().filter((each) => each !== step);
      const elsewhere = all.filter((each) => isApart(each.change, step.change));
      // At the same place another change may make up for this one, unless it only narrows.
      const others = all.filter((each) => each.effect === "narrows" || elsewhere.includes(each));
      // It has to be refused whichever of the other changes are taken back.
      const without = new Map([elsewhere, others, all].map((steps) => [steps.length, steps]));
      const outside = [...without.values()].map((steps) => this.#without(steps));
      const derived = { inside: [this.#without([...others, step])], outside };
      return this.#inquiry.ask({ inside: [subset], outside: [superset], derived });
    });
  }

  brokenTogether(known: Json): Break[] {
    const { subset, superset } = this.#question;
    const breaks: Break[] = [];
    for (;;) {
      const without = this.#without([...this.#explained]);
      const answer = this.#inquiry.ask({ inside: [subset], outside: [superset], derived: { outside: [without] } });
      const witness = answer.kind === "found" ? answer.value : this.#explained.size === 0 ? known : undefined;
      if (witness === undefined) return breaks;
      const steps = this.#isFull ? this.#open() : this.#fewest(witness);
      breaks.push({ changes: steps.map(({ change }) => change), witness });
      if (steps.length === 0) return breaks;
      for (const step of steps) this.#explained.add(step);
    }
  }

  #blamed(ask: (step: TrackedStep) => ReturnType<Inquiry["ask"]>): Break[] {
    return this.#open().flatMap((step) => {
      if (this.#isFull) return [];
      const answer = ask(step);
      if (answer.kind !== "found") return [];
      this.#explained.add(step);
      return [{ changes: [step.change], witness: answer.value }];
    });
  }

  get #isFull(): boolean {
    return this.#explained.size >= maxBreaks || this.#inquiry.spent > this.#lastStep;
  }

  /** The fewest open changes to take back for an instance to pass; none when that does not help. */
  #fewest(witness: Json): TrackedStep[] {
    const explained = [...this.#explained];
    const passes = (steps: readonly TrackedStep[]): boolean =>
      this.#inquiry.holds(this.#without([...explained, ...steps]), witness) === true;
    // A change that only widens may still refuse an instance, through what it leaves unevaluated.
    let needed = [this.#open(), this.#question.steps.filter((step) => !this.#explained.has(step))].find(passes) ?? [];
    for (const step of needed) {
      const fewer = needed.filter((each) => each !== step);
      if (passes(fewer)) needed = fewer;
    }
    return needed;
  }

  /** The changes that may break something: not those of annotations, and not those that only widen. */
  #narrowing(): TrackedStep[] {
    return this.#question.steps.filter(
      ({ effect, change }) => effect !== "widens" && !change.code.startsWith("annotation-"),
    );
  }

  /** Narrowing changes that are not blamed yet. */
  #open(): TrackedStep[] {
    return this.#narrowing().filter((step) => !this.#explained.has(step));
  }

  /** The superset with these changes taken back. */
  #without(steps: readonly TrackedStep[]): JsonSchema {
    return this.#schemaOf(
      edited(
        this.#question.normal,
        steps.flatMap(({ undo }) => undo),
      ),
    );
  }

  #schemaOf({ root, definitions }: Normal): JsonSchema {
    return this.#writer.write(root, [definitions, ...this.#definitions]);
  }
}

/** Whether two changes affect different parts of an instance, and neither part contains the other. */
function isApart(one: Change, other: Change): boolean {
  const [left, right] = [one, other].map(placeOf) as [string[], string[]];
  const at = left.findIndex((token, index) => token !== right[index]);
  if (at === -1 || at >= right.length) return false;
  return left[at] !== "*" && right[at] !== "*";
}

function placeOf({ code, instanceLocation, params }: Change): string[] {
  const isNamed = /^(required|properties)-/.test(code) && params.name !== undefined;
  return [...instanceLocation.split("/").slice(1), ...(isNamed ? [escapeName(params.name ?? "")] : [])];
}
