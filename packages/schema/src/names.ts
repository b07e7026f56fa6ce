import type { SchemaObject } from "./schema-types.js";

/** `RunnerStart` for `runner_start`. */
export function typeNameOf(eventName: string): string {
  return eventName
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/** The name of an event as its schema fixes it, in `properties.event.const`. */
export function eventNameOf(schema: SchemaObject): string | undefined {
  const event = schema.properties?.["event"];
  return typeof event === "object" && typeof event.const === "string" ? event.const : undefined;
}
