/** `RunnerStart` for `runner_start`. */
export function typeNameOf(eventName: string): string {
  return eventName
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/** Whether a text can be the name of an event: lower-case ASCII words joined by single underscores, beginning with a letter. */
export function isWireName(name: string): boolean {
  return /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name);
}

/**
 * The words of a name in snake, kebab or camel case, or of a text, in lower-case ASCII: `order`, `placed` for `orderPlaced` and `Order placed!`.
 */
export function nameWords(name: string): readonly string[] {
  const words = name
    // é → e and an accent, which is then left out
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.filter((word) => word !== "");
}

/** The nearest name of an event: `order_placed` for `order-placed`, `OrderPlaced` and `Order placed`. Not one if no ASCII letter begins it. */
export function snakeCase(name: string): string {
  return nameWords(name).join("_");
}

/**
 * What SQL, Parquet and many other readers compare names by: names that differ only in case, or in how accents are written, are one name
 * to them.
 */
export function foldName(name: string): string {
  return name.normalize("NFC").toUpperCase().toLowerCase();
}

/** The column with the time as a TIMESTAMP, which every view of an event has in SQL. */
export const viewTimeColumn = "ts";

/** What generated modules declare or import besides the types of the schemas. Titles with these names would meet them. */
export const generatedTypeNames = [
  "Catalogue",
  "Compiled",
  "EventType",
  "FieldDescriptor",
  "MetricEvent",
  "OtherDescriptor",
  "UnionDescriptor",
] as const;

/** Generated modules that are not about one event, by the name that such an event would have. */
export const generatedModuleNames = ["catalogue", "index", "shared"] as const;
