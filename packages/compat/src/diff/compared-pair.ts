import { escapeName } from "../dialect/document.js";
import type { Node } from "../normal/node.js";
import type { Change, ChangeSubject } from "./change.js";
import type { Edit } from "./edit.js";
import { type Effect, type LocalChange, opposite, type Pair } from "./pair.js";

/** A change, what it can do to the whole, and the edits that make it in the baseline and take it back in the candidate. */
export interface TrackedChange {
  readonly change: Change;
  readonly effect: Effect;
  readonly apply: readonly Edit[];
  readonly revert: readonly Edit[];
}

/** How two schemas stand in those around them. */
export interface Surroundings {
  /** The keyword that they are under. */
  readonly subject: ChangeSubject;
  /** How what is below affects the whole: `mixed` where it is both required and excluded. */
  readonly polarity: "same" | "opposite" | "mixed";
  /** Whether they apply to the same instance as the schemas around them. */
  readonly isInPlace: boolean;
  /** JSON Pointer to what they apply to. */
  readonly instance: string;
  /** See {@link Change.within}. */
  readonly within: Change["within"];
}

/** Two schemas that are compared, and the nodes of the normal forms that they were found at. */
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

/** How a subschema of a keyword stands in the pair. */
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

/** Where a change is, as far as its place in the schema does not say it. */
export function contextOf({ instance, within }: Surroundings): Pick<Change, "instanceLocation" | "within"> {
  return { instanceLocation: instance, ...(within === undefined ? {} : { within }) };
}

/** From an instance to the part of it that a keyword's subschemas apply to. */
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
