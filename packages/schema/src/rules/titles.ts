import { joinPointer } from "@metric-events/runtime";
import type { Problem } from "../diagnostic.js";
import type { LintContext } from "../lint-context.js";
import type { SchemaFile } from "../load.js";
import { eventNameOf } from "../names.js";
import { isSchemaObject } from "../schema-types.js";
import { walk } from "../walk.js";

/** Names that generated modules declare or import besides the types of the schemas. */
const reservedTitles = new Set(["Catalogue", "Compiled", "EventType", "MetricEvent"]);

/** Generated modules that are not about one event. */
const reservedEventNames = new Set(["catalogue", "index", "shared"]);

/** Checks that no two schemas of a set have the same title, and no two events the same name. */
export function checkTitles(file: SchemaFile, { titles, eventFiles }: LintContext): Problem[] {
  const problems = reservedNames(file);
  for (const [title, [first, ...others]] of titles) {
    for (const site of others) {
      if (site.file !== file || first === undefined) continue;
      const other = first.file === file ? "this file" : first.file.path;
      problems.push({
        code: "title-clash",
        pointer: joinPointer(site.pointer, "title"),
        at: "value",
        params: { title, other },
      });
    }
  }
  for (const [eventName, [first, ...others]] of eventFiles) {
    if (first === undefined || !others.includes(file)) continue;
    const pointer = "/properties/event/const";
    problems.push({ code: "event-name-clash", pointer, at: "value", params: { eventName, other: first.path } });
  }
  return problems;
}

function reservedNames(file: SchemaFile): Problem[] {
  const problems: Problem[] = [];
  walk(file.schema, (schema, pointer) => {
    const title = isSchemaObject(schema) ? schema.title : undefined;
    if (title !== undefined && reservedTitles.has(title)) {
      problems.push({ code: "reserved-title", pointer: joinPointer(pointer, "title"), at: "value", params: { title } });
    }
  });
  const eventName = file.role === "event" ? eventNameOf(file.schema) : undefined;
  if (eventName !== undefined && reservedEventNames.has(eventName)) {
    problems.push({
      code: "reserved-event-name",
      pointer: "/properties/event/const",
      at: "value",
      params: { eventName },
    });
  }
  return problems;
}
