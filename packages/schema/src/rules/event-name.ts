import type { Problem } from "../diagnostic.js";
import type { SchemaFile } from "../load.js";
import { eventNameOf, typeNameOf } from "../names.js";

const wireName = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

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

  const fromTitle = (name: string): boolean => typeNameOf(name) === title;
  if (eventName === file.stem) {
    if (!fromTitle(eventName)) {
      problems.push(
        disagreement("/title", { eventName, expected: typeNameOf(eventName), blame: "title", received: title }),
      );
    }
  } else if (fromTitle(eventName)) {
    problems.push(
      disagreement("", {
        eventName,
        expected: `${eventName}.schema.json`,
        blame: "file",
        received: `${file.stem}.schema.json`,
      }),
    );
  } else {
    const expected = fromTitle(file.stem) ? file.stem : eventName;
    problems.push(
      expected === file.stem
        ? disagreement("/properties/event/const", {
            eventName: expected,
            expected,
            blame: "const",
            received: eventName,
          })
        : disagreement("/title", { eventName, expected: typeNameOf(eventName), blame: "title", received: title }),
    );
    if (expected !== file.stem) {
      problems.push(
        disagreement("", {
          eventName,
          expected: `${eventName}.schema.json`,
          blame: "file",
          received: `${file.stem}.schema.json`,
        }),
      );
    }
  }
  if (!wireName.test(eventName)) {
    const expected = snakeCase(eventName);
    problems.push(
      disagreement("/properties/event/const", { eventName: expected, expected, blame: "const", received: eventName }),
    );
  }
  return problems;
}

function disagreement(pointer: string, params: Extract<Problem, { code: "event-name" }>["params"]): Problem {
  return { code: "event-name", pointer, at: "value", params };
}

function snakeCase(name: string): string {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.filter((word) => word !== "").join("_");
}
