import type { EventDefinition } from "./types.js";

/** The field of an event that names the host it comes from, as its schema says by `origin`; `undefined` if none does. */
export function hostFieldOf({ fields }: Pick<EventDefinition, "fields">): string | undefined {
  return fields.find(({ origin }) => origin === "host")?.name;
}

/**
 * The host that an event names; `undefined` if it names none.
 *
 * @param field from {@link hostFieldOf}.
 */
export function hostOfEvent(event: object, field: string | undefined): string | undefined {
  if (field === undefined || !Object.hasOwn(event, field)) return undefined;
  const host: unknown = Reflect.get(event, field);
  return typeof host === "string" && host !== "" ? host : undefined;
}
