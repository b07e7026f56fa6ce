import type { ViewModel } from "./view-model.js";

/** Functions that take the name of a view as a string, which may be computed. */
const byText = /\b(?:query|query_table)\s*\(/i;

/** A name directly after AS is a new name, not that of a view. */
const newName = /\bas\s+"?\w+"?/g;

/**
 * The events that a query can see: those whose view it names. `undefined` when it can see all events, or the bad lines.
 * A name in a string or a comment counts, too, which only makes the query read more.
 */
export function namedEvents(sql: string, { events, all, invalid }: ViewModel): readonly string[] | undefined {
  const text = sql.toLowerCase().replaceAll(newName, " ");
  const isNamed = (name: string): boolean => text.includes(name.toLowerCase());
  if (isNamed(all.name) || isNamed(invalid.name) || byText.test(sql)) return undefined;
  return events.filter(({ name }) => isNamed(name)).map(({ eventName }) => eventName);
}
