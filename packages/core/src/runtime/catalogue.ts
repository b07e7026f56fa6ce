import { notAnObject } from "./define-event.js";
import { describeValue } from "./describe-value.js";
import { InvalidEventError } from "./invalid-event-error.js";
import { suggest } from "./suggest.js";
import type { Catalogue, Event, EventDefinition, Issue } from "./types.js";

/**
 * Puts definitions together under their names.
 *
 * @throws {Error} when two have the same name.
 */
export function createCatalogue<E extends Event>(definitions: readonly EventDefinition[]): Catalogue<E> {
  const byName = new Map(definitions.map((definition) => [definition.eventName, definition]));
  if (byName.size !== definitions.length) throw new Error("two events of the catalogue have the same name");
  const eventNames = [...byName.keys()];

  /** One definition judges an event, never all of them: a mistake is then reported once. */
  function dispatch(data: unknown): EventDefinition | Issue {
    if (typeof data !== "object" || data === null || Array.isArray(data)) return notAnObject(data);
    // Faster than Reflect.get.
    const { event: name }: { event?: unknown } = data;
    const definition = typeof name === "string" ? byName.get(name) : undefined;
    return definition ?? unknownEvent(name, eventNames);
  }

  const catalogue: Catalogue<E> = {
    eventNames,
    definitions,
    get: (eventName) => byName.get(eventName),
    is(data, contract = "reader"): data is E {
      const found = dispatch(data);
      if (isIssue(found)) return false;
      return contract === "writer" ? found.isWritable(data) : found.isReadable(data);
    },
    check(data, contract) {
      const found = dispatch(data);
      return isIssue(found) ? [found] : found.check(data, contract);
    },
    parse(text) {
      const data = parseJson(text);
      if (catalogue.is(data)) return data;
      const found = dispatch(data);
      throw new InvalidEventError(isIssue(found) ? undefined : found.eventName, catalogue.check(data, "reader"));
    },
    serialize(event) {
      const found = dispatch(event);
      if (isIssue(found)) throw new InvalidEventError(undefined, [found]);
      return found.serialize(event);
    },
    encode(event, bytes, offset) {
      const found = dispatch(event);
      if (isIssue(found)) throw new InvalidEventError(undefined, [found]);
      return found.encode(event, bytes, offset);
    },
  };
  return catalogue;
}

function isIssue(found: EventDefinition | Issue): found is Issue {
  return "pointer" in found;
}

function unknownEvent(name: unknown, eventNames: readonly string[]): Issue {
  const suggestion = typeof name === "string" ? suggest(name, eventNames) : undefined;
  return {
    code: "unknown-event",
    pointer: "/event",
    expected: `one of ${eventNames.map((known) => JSON.stringify(known)).join(", ")}`,
    received: describeValue(name),
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const issue: Issue = { code: "not-json", pointer: "", expected: "a JSON object", received: describeValue(text) };
    throw new InvalidEventError(undefined, [issue], { cause });
  }
}
