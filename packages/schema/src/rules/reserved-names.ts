import { joinPointer } from "@metric-events/runtime";
import type { Problem } from "../diagnostic.js";
import type { SchemaFile } from "../load.js";
import { isSchemaObject, type SchemaObject } from "../schema-types.js";
import { walk } from "../walk.js";

/** Checks that no keyword names a field like a property that all JavaScript objects have, not even in a test such as `not`. */
export function checkReservedNames(file: SchemaFile): Problem[] {
  const problems: Problem[] = [];
  walk(file.schema, (schema, pointer) => {
    if (!isSchemaObject(schema)) return;
    for (const { field, path, at } of namesIn(schema)) {
      if (isReserved(field)) {
        problems.push({ code: "reserved-name", pointer: joinPointer(pointer, ...path), at, params: { field } });
      }
    }
  });
  return problems;
}

/** Every object has a `constructor`, so its presence means nothing; and objects sort array indexes before all other names. */
function isReserved(name: string): boolean {
  return name in {} || /^(0|[1-9]\d*)$/.test(name);
}

interface Name {
  readonly field: string;
  readonly path: readonly (string | number)[];
  readonly at: "key" | "value";
}

function namesIn({ properties, required, dependentRequired, dependentSchemas }: SchemaObject): Name[] {
  const keys = Object.entries({ properties, dependentRequired, dependentSchemas }).flatMap(([keyword, map]) =>
    Object.keys(map ?? {}).map((field): Name => ({ field, path: [keyword, field], at: "key" })),
  );
  const lists = Object.entries(dependentRequired ?? {}).flatMap(([field, list]) =>
    listed(list, ["dependentRequired", field]),
  );
  return [...keys, ...listed(required ?? [], ["required"]), ...lists];
}

function listed(list: readonly string[], path: readonly string[]): Name[] {
  return list.map((field, index) => ({ field, path: [...path, index], at: "value" }));
}
