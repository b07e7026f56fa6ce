import type { Json } from "../json/value.js";
import type { Reason } from "../reason.js";

/** What is known of a conjunction of formulas. */
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

/** Collects what alternatives gave: one found is enough; all must be none; otherwise the reasons of the unknown ones. */
export class Alternatives {
  readonly #reasons: Reason[] = [];

  /** Returns the value when the search can end. */
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
