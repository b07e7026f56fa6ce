import type { Json } from "../json/value.js";
import type { Reason } from "../reason.js";

/** What a search found out about a conjunction of formulas. */
export type Result =
  | { readonly kind: "found"; readonly value: Json }
  | { readonly kind: "none" }
  | { readonly kind: "unknown"; readonly reasons: readonly Reason[] };

export const none: Result = { kind: "none" };

export function found(value: Json): Result {
  return { kind: "found", value };
}

export function unknown(...reasons: readonly Reason[]): Result {
  return { kind: "unknown", reasons };
}

/** Collects the results of alternatives: one found is enough; none only if all are none; else the reasons of the unknown ones. */
export class Alternatives {
  readonly #reasons: Reason[] = [];

  /** Returns the result when it ends the search. */
  add(result: Result): Result | undefined {
    if (result.kind === "found") return result;
    if (result.kind === "unknown") this.#reasons.push(...result.reasons);
    return undefined;
  }

  get reasons(): readonly Reason[] {
    return this.#reasons;
  }

  get result(): Result {
    return this.#reasons.length === 0 ? none : unknown(...this.#reasons.slice(0, 8));
  }
}
