import type { Problem } from "../diagnostic.js";
import type { SchemaFile } from "../load.js";
import { eventNameOf, typeNameOf } from "../names.js";

/** Names of events: snake case. */
export const eventNamePattern = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

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

  const expected = agreedName(eventName, file.stem, title);
  const stated = [
    ["title", "/title", typeNameOf(expected), title],
    ["file", "", `${expected}.schema.json`, `${file.stem}.schema.json`],
    ["const", "/properties/event/const", expected, eventName],
  ] as const;
  for (const [blame, pointer, wanted, received] of stated) {
    if (wanted !== received)
      problems.push(disagreement(pointer, { eventName: expected, expected: wanted, blame, received }));
  }
  if (!eventNamePattern.test(expected)) {
    const snake = snakeCase(expected);
    const params = { eventName: snake, expected: snake, blame: "const", received: eventName } as const;
    problems.push(disagreement("/properties/event/const", params));
  }
  return problems;
}

/** The name that two of the three agree on; that of `const` if all differ. */
function agreedName(eventName: string, stem: string, title: string): string {
  const isOutvoted = eventName !== stem && typeNameOf(eventName) !== title && typeNameOf(stem) === title;
  return isOutvoted ? stem : eventName;
}

function disagreement(pointer: string, params: Extract<Problem, { code: "event-name" }>["params"]): Problem {
  return { code: "event-name", pointer, at: "value", params };
}

/** `order_placed` for `OrderPlaced`, `order-placed` and the like. */
export function snakeCase(name: string): string {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.filter((word) => word !== "").join("_");
}
