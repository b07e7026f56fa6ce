/** Whether a value is an object of JSON, and not an array. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The members of an object of JSON; none for what is not one. */
export function membersOrNone(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}
