import type { Catalogue, EventDefinition } from "./types.js";

/** The event that a user names: by its name, or by that name in snake case, which needs no quotes in a shell. */
export function findEvent({ definitions, get }: Catalogue, name: string): EventDefinition | undefined {
  return get(name) ?? definitions.find(({ snakeName }) => snakeName === name);
}
