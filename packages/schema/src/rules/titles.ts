import { joinPointer, pointerTokens } from "@metric-events/runtime";
import type { Problem } from "../diagnostic.js";
import type { LintContext } from "../lint-context.js";
import type { SchemaFile } from "../load.js";
import { describedValues } from "../locations.js";
import { generatedModuleNames, generatedTypeNames } from "../names.js";
import { isSchemaObject } from "../schema-types.js";
import { walk } from "../walk.js";

const reservedTitles: ReadonlySet<string> = new Set(generatedTypeNames);
const reservedEventNames: ReadonlySet<string> = new Set(generatedModuleNames);

/** Checks that titles name what generated code can declare. */
export function checkTitles(file: SchemaFile): Problem[] {
  return [...reservedNames(file), ...idleTitles(file)];
}

/** Checks that no two schemas of a set have the same title, and no two events the same name. */
export function checkClashes(file: SchemaFile, { clashes }: LintContext): Problem[] {
  return [...(clashes.get(file) ?? [])];
}

function reservedNames(file: SchemaFile): Problem[] {
  const problems: Problem[] = [];
  walk(file.schema, (schema, pointer) => {
    const title = isSchemaObject(schema) ? schema.title : undefined;
    if (title !== undefined && reservedTitles.has(title)) {
      const params = { title, isEvent: pointer === "" && file.role === "event" };
      problems.push({ code: "reserved-title", pointer: joinPointer(pointer, "title"), at: "value", params });
    }
  });
  if (file.role === "event" && reservedEventNames.has(file.stem)) {
    problems.push({ code: "reserved-event-name", pointer: "", at: "value", params: { name: file.stem } });
  }
  return problems;
}

/**
 * Titles of plain values that say the name of the field again, as some generators write them. Titles name types, so the next field of that
 * name could not have one.
 */
function idleTitles(file: SchemaFile): Problem[] {
  return describedValues(file).flatMap(({ pointer, schema: { title, type, enum: members } }): Problem[] => {
    const [name, keyword] = pointerTokens(pointer).toReversed();
    const isPlain = typeof type === "string" && type !== "object" && type !== "array" && members === undefined;
    if (title === undefined || name === undefined || keyword !== "properties" || !isPlain) return [];
    if (title.toLowerCase() !== name.replaceAll(/[^A-Za-z0-9]/g, "").toLowerCase()) return [];
    return [
      { code: "idle-title", pointer: joinPointer(pointer, "title"), at: "value", params: { title, field: name } },
    ];
  });
}
