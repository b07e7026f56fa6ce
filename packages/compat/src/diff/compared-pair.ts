import { escapeName } from "../dialect/document.js";
import type { Node } from "../normal/node.js";
import type { Change, ChangeSubject } from "./change.js";
import type { Edit } from "./edit.js";
import { type Effect, type LocalChange, opposite, type Pair } from "./pair.js";

/** A change, its effect on the whole, and the edits that make it in the baseline and take it back in the candidate. */
export interface TrackedChange {
  readonly change: Change;
  readonly effect: Effect;
  readonly apply: readonly Edit[];
  readonly revert: readonly Edit[];
}

/** What the schemas around two compared schemas do with them. */
export interface Surroundings {
  /** The keyword that holds them. */
  readonly subject: ChangeSubject;
  /** Whether narrowing them narrows the whole (`same`), widens it (`opposite`), or may do either (`mixed`). */
  readonly polarity: "same" | "opposite" | "mixed";
  /** Whether they apply to the same instance as the schemas around them. */
  readonly isInPlace: boolean;
  /** JSON Pointer to the part of the instance that they apply to. */
  readonly instance: string;
  /** See {@link Change.within}. */
  readonly within: Change["within"];
}

/** Two schemas that are compared, and their nodes in the normal forms. */
export interface ComparedPair extends Pair {
  readonly at: { readonly baseline: Node; readonly candidate: Node };
  readonly surroundings: Surroundings;
}

export const rootSurroundings: Surroundings = {
  subject: "schema",
  polarity: "same",
  isInPlace: false,
  instance: "",
  within: undefined,
};

const inPlace: ReadonlySet<string> = new Set([
  "not",
  "if",
  "then",
  "else",
  "allOf",
  "anyOf",
  "oneOf",
  "dependentSchemas",
]);

/** The surroundings of the subschemas of a keyword. */
export function surroundingsBelow(
  keyword: ChangeSubject,
  { surroundings, baseline, candidate }: ComparedPair,
  token?: string | number,
): Surroundings {
  const isInPlace = inPlace.has(keyword);
  const has = (...names: readonly string[]): boolean =>
    [baseline, candidate].some(({ keywords }) => names.some((name) => keywords.has(name)));
  const isCounted = keyword === "contains" && has("maxContains");
  const isEvaluated = isInPlace && has("unevaluatedProperties", "unevaluatedItems");
  const isMixed = keyword === "oneOf" || keyword === "if" || isCounted || isEvaluated;
  const polarity =
    isMixed || surroundings.polarity === "mixed" ? "mixed" : turned(surroundings.polarity, keyword === "not");
  const within = keyword === "not" || keyword === "if" || keyword === "propertyNames" ? keyword : surroundings.within;
  return { subject: keyword, polarity, isInPlace, instance: surroundings.instance + stepOf(keyword, token), within };
}

/** The place of a change in an instance. */
export function contextOf({ instance, within }: Surroundings): Pick<Change, "instanceLocation" | "within"> {
  return { instanceLocation: instance, ...(within === undefined ? {} : { within }) };
}

/** The step from an instance to the part that the subschemas of a keyword apply to. */
function stepOf(keyword: ChangeSubject, token: string | number | undefined): string {
  if (keyword === "properties" || keyword === "prefixItems") return `/${escapeName(String(token))}`;
  return everyPart.has(keyword) ? "/*" : "";
}

const everyPart: ReadonlySet<string> = new Set([
  "patternProperties",
  "additionalProperties",
  "unevaluatedProperties",
  "items",
  "unevaluatedItems",
  "contains",
]);

function turned(polarity: "same" | "opposite", isTurned: boolean): Surroundings["polarity"] {
  return isTurned ? (polarity === "same" ? "opposite" : "same") : polarity;
}

/** A change of the pair as a change of the whole. */
export function tracked(
  { change, effect, apply, revert }: LocalChange,
  { at, surroundings }: ComparedPair,
): TrackedChange {
  return {
    change: { ...change, ...contextOf(surroundings) },
    effect: throughSurroundings(effect, surroundings),
    apply: [{ target: at.baseline, replace: apply }],
    revert: [{ target: at.candidate, replace: revert }],
  };
}

export function throughSurroundings(effect: Effect, { polarity }: Surroundings): Effect {
  return polarity === "mixed" ? "either" : polarity === "opposite" ? opposite(effect) : effect;
}
