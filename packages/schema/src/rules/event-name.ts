import type { Problem } from "../diagnostic.js";
import type { SchemaFile } from "../load.js";
import { eventNameOf, isWireName, snakeCase, typeNameOf } from "../names.js";

/** Checks that the file, `properties.event.const` and the title of an event name the same event; two of three win. */
export function checkEventName(file: SchemaFile): Problem[] {
  if (file.role !== "event") return [];
  const { title } = file.schema;
  const eventName = eventNameOf(file.schema);
  const problems: Problem[] = [];
  if (title === undefined) problems.push({ code: "missing-title", pointer: "", at: "value", params: {} });
  if (eventName === undefined) {
    problems.push({ code: "missing-event-const", pointer: "/properties/event", at: "value", params: {} });
  }
  if (title === undefined || eventName === undefined) return problems;

  const agreed = agreedName(eventName, file.stem, title);
  const expected = snakeCase(agreed);
  // Without a proper name, nobody can say what the file and the title should be.
  if (!isWireName(expected)) {
    return [{ code: "bad-event-name", pointer: "/properties/event/const", at: "value", params: { eventName: agreed } }];
  }
  const stated = [
    ["title", "/title", typeNameOf(expected), title],
    ["file", "", `${expected}.schema.json`, `${file.stem}.schema.json`],
    ["const", "/properties/event/const", expected, eventName],
  ] as const;
  for (const [blame, pointer, wanted, received] of stated) {
    if (wanted === received) continue;
    const params = { eventName: expected, expected: wanted, blame, received };
    problems.push({ code: "event-name", pointer, at: "value", params });
  }
  return problems;
}

/** The name that two of the three agree on; that of `const` if all differ. */
function agreedName(eventName: string, stem: string, title: string): string {
  const isTitled = (name: string): boolean => typeNameOf(snakeCase(name)) === title;
  const isOutvoted = snakeCase(eventName) !== snakeCase(stem) && !isTitled(eventName) && isTitled(stem);
  return isOutvoted ? stem : eventName;
}
