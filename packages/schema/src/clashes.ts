import { joinPointer } from "@metric-events/runtime";
import type { Problem } from "./diagnostic.js";
import { type EventEnvelope, namePointer } from "./envelope/event-envelope.js";
import type { SchemaFile } from "./load.js";
import type { Site } from "./locations.js";

/** The titles and names of events that occur again, by the file in which they do. */
export function findClashes(
  titles: ReadonlyMap<string, readonly Site[]>,
  eventFiles: ReadonlyMap<string, readonly SchemaFile[]>,
  envelopes: ReadonlyMap<SchemaFile, EventEnvelope>,
): Map<SchemaFile, Problem[]> {
  const clashes = new Map<SchemaFile, Problem[]>();
  const add = (file: SchemaFile, problem: Problem): void => {
    const known = clashes.get(file);
    if (known === undefined) clashes.set(file, [problem]);
    else known.push(problem);
  };
  for (const [title, [first, ...others]] of titles) {
    for (const { file, pointer } of others) {
      if (first === undefined) continue;
      const other = first.file === file ? "this file" : first.file.path;
      const params = { title, other, isEvent: pointer === "" && file.role === "event" };
      add(file, { code: "title-clash", pointer: joinPointer(pointer, "title"), at: "value", params });
    }
  }
  for (const [eventName, [first, ...others]] of eventFiles) {
    for (const file of others) {
      if (first === undefined) continue;
      const params = { eventName, other: first.path };
      add(file, { code: "event-name-clash", pointer: namePointer(envelopes.get(file)), at: "value", params });
    }
  }
  return clashes;
}
