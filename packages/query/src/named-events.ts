import type { ViewModel } from "./view-model.js";

/** Functions that take the name of a view as a text, which may be put together. */
const byText = /\b(?:query|query_table)\s*\(/i;

/** What stands right behind AS is a new name, and none of a view. */
const newName = /\bas\s+"?\w+"?/g;

/**
 * The events that a query can see: those whose view has its name in it. `undefined` when it can see all of them, or the bad lines.
 * That a name stands in a text or a remark does no harm.
 */
export function namedEvents(sql: string, { events, all, invalid }: ViewModel): readonly string[] | undefined {
  const text = sql.toLowerCase().replaceAll(newName, " ");
  const isNamed = (name: string): boolean => text.includes(name.toLowerCase());
  if (isNamed(all.name) || isNamed(invalid.name) || byText.test(sql)) return undefined;
  return events.filter(({ name }) => isNamed(name)).map(({ eventName }) => eventName);
}
