import type { PairView } from "./pairs/pair-view.js";
import type { ViewModel } from "./view-model.js";

/** Functions that take the name of a view as a string, which may be computed. */
const byText = /\b(?:query|query_table)\s*\(/i;

/** A name directly after AS is a new name, not that of a view. */
const newName = /\bas\s+"?\w+"?/g;

/**
 * The events that a query can see: those whose view it names. `undefined` when it can see all events, or the bad lines.
 * A name in a string or a comment counts, too, which only makes the query read more.
 */
export function namedEvents(
  sql: string,
  { events, all, invalid }: ViewModel,
  pairs: readonly PairView[],
): readonly string[] | undefined {
  if (byText.test(sql)) return undefined;
  const isNamed = nameFinder(sql);
  if (isNamed(all) || isNamed(invalid)) return undefined;
  const paired = new Set(pairs.filter(isNamed).flatMap(({ begin, end }) => [begin, end]));
  return events.filter((view) => isNamed(view) || paired.has(view)).map(({ eventName }) => eventName);
}

/** The views of pairs that a query can see. */
export function namedPairs(sql: string, pairs: readonly PairView[]): readonly PairView[] {
  return byText.test(sql) ? pairs : pairs.filter(nameFinder(sql));
}

function nameFinder(sql: string): (view: { readonly name: string }) => boolean {
  const text = sql.toLowerCase().replaceAll(newName, " ");
  return ({ name }) => text.includes(name.toLowerCase());
}
