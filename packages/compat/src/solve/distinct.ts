import type { Formula } from "../algebra/formula.js";
import { canonical, type Json } from "../json/value.js";
import type { Reason } from "../reason.js";
import { found, none, type Result, unknown } from "./result.js";
import type { Search } from "./search.js";

/**
 * One value for each conjunction, all different. A conjunction with at least as many values as there are places can always
 * get one; for the others all values are listed, and a matching by augmenting paths decides.
 */
export function distinctValues(places: readonly (readonly Formula[])[], search: Search): Result {
  const reasons: Reason[] = [];
  const known = new Map<string, readonly Json[]>();
  const candidates = places.map((goals) => {
    const key = goals.map(({ id }) => id).join();
    let values = known.get(key);
    if (values === undefined) {
      values = list(goals, places.length, search, reasons);
      known.set(key, values);
    }
    return values;
  });
  const placeOf = new Map<string, number>();
  for (let place = 0; place < places.length; place++) {
    if (!assign(place, candidates, placeOf, new Set(), search)) {
      return reasons.length === 0 ? none : unknown(...reasons);
    }
  }
  const chosen: Json[] = [];
  for (const [place, values] of candidates.entries()) {
    chosen.push(values.find((value) => placeOf.get(canonical(value)) === place) ?? null);
  }
  return found(chosen);
}

/** Up to `limit` values of a conjunction; fewer only when no more exist, or with a reason. */
function list(goals: readonly Formula[], limit: number, search: Search, reasons: Reason[]): readonly Json[] {
  const values: Json[] = [];
  while (values.length < limit) {
    search.budget.spend();
    const result = search.solve([...goals, search.pool.values(values, false)]);
    if (result.kind === "unknown") reasons.push(...result.reasons);
    if (result.kind !== "found") break;
    values.push(result.value);
  }
  return values;
}

function assign(
  place: number,
  candidates: readonly (readonly Json[])[],
  placeOf: Map<string, number>,
  visited: Set<string>,
  search: Search,
): boolean {
  for (const value of candidates[place] ?? []) {
    const key = canonical(value);
    if (visited.has(key)) continue;
    visited.add(key);
    search.budget.spend();
    const holder = placeOf.get(key);
    if (holder === undefined || assign(holder, candidates, placeOf, visited, search)) {
      placeOf.set(key, place);
      return true;
    }
  }
  return false;
}
