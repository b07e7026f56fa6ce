import { joinPointer } from "@metric-events/runtime";
import type { Problem } from "../diagnostic.js";
import { namePointer } from "../envelope/event-envelope.js";
import type { LintContext } from "../lint-context.js";
import type { SchemaFile } from "../load.js";
import { isWireName, snakeCase, typeNameOf } from "../names.js";

/**
 * Checks that the file, the constant and the title of an event name the same event; two of three win. Where a schema marks the field of the
 * name, names are any text: then only the file and the title agree.
 */
export function checkEventName(file: SchemaFile, { envelopes }: LintContext): Problem[] {
  const envelope = envelopes.get(file);
  if (envelope === undefined) return [];
  const { title } = file.schema;
  const { value: eventName, field, isMarked } = envelope.name;
  const problems: Problem[] = [];
  if (title === undefined) problems.push({ code: "missing-title", pointer: "", at: "value", params: {} });
  if (eventName === undefined || eventName === "") {
    const pointer = joinPointer("/properties", field);
    problems.push({ code: "missing-event-const", pointer, at: "value", params: { field, takesAnyName: isMarked } });
  }
  if (title === undefined || eventName === undefined) return problems;
  return isMarked
    ? [...problems, ...checkFileName(file, title, eventName)]
    : checkSnakeName(file, title, eventName, namePointer(envelope));
}

function checkSnakeName(file: SchemaFile, title: string, eventName: string, namePlace: string): Problem[] {
  const agreed = agreedName(eventName, file.stem, title);
  const expected = snakeCase(agreed);
  // Without a proper name, nobody can say what the file and the title should be.
  if (!isWireName(expected)) {
    return [{ code: "bad-event-name", pointer: namePlace, at: "value", params: { eventName: agreed } }];
  }
  const stated = [
    ["title", "/title", typeNameOf(expected), title],
    ["file", "", `${expected}.schema.json`, `${file.stem}.schema.json`],
    ["const", namePlace, expected, eventName],
  ] as const;
  return stated.flatMap(([blame, pointer, wanted, received]): Problem[] => {
    if (wanted === received) return [];
    const params = { eventName: expected, expected: wanted, blame, received };
    return [{ code: "event-name", pointer, at: "value", params }];
  });
}

/** `order_placed.schema.json` for the title `OrderPlaced`, whatever the name of the event. */
function checkFileName(file: SchemaFile, title: string, eventName: string): Problem[] {
  const isNamedSo = isWireName(file.stem) && file.stem.replaceAll("_", "") === title.toLowerCase();
  if (isNamedSo) return [];
  const params = {
    eventName,
    title,
    expected: `${snakeCase(title)}.schema.json`,
    received: `${file.stem}.schema.json`,
  };
  return [{ code: "event-file", pointer: "", at: "value", params }];
}

/** The name that two of the three agree on; that of `const` if all differ. */
function agreedName(eventName: string, stem: string, title: string): string {
  const isTitled = (name: string): boolean => typeNameOf(snakeCase(name)) === title;
  const isOutvoted = snakeCase(eventName) !== snakeCase(stem) && !isTitled(eventName) && isTitled(stem);
  return isOutvoted ? stem : eventName;
}
