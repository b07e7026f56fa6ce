import type { BigintPlaces } from "./bigint-places.js";
import { notAnObject } from "./define-event.js";
import { describeValue } from "./describe-value.js";
import { defaultEnvelope, isSameEnvelope } from "./envelope.js";
import { parseWithBigints } from "./exact-json.js";
import { InvalidEventError } from "./invalid-event-error.js";
import { maxLineDepth, tooDeepAt } from "./json-depth.js";
import { joinPointer } from "./pointer.js";
import { createSuggester, listNames } from "./suggest.js";
import type { Catalogue, Event, EventDefinition, Issue, NameOf } from "./types.js";

/**
 * Puts definitions together under their names.
 *
 * @throws {Error} if two have the same name, or different envelopes.
 */
export function createCatalogue<E extends Event, NameField extends string = "event">(
  definitions: readonly EventDefinition[],
): Catalogue<E, NameOf<E, NameField>> {
  const byName = new Map(definitions.map((definition) => [definition.eventName, definition]));
  if (byName.size !== definitions.length) throw new Error("two events of the catalogue have the same name");
  const envelope = definitions[0]?.envelope ?? defaultEnvelope;
  if (!definitions.every((definition) => isSameEnvelope(definition.envelope, envelope)))
    throw new Error("two events of the catalogue have their names or times in different fields");
  const { nameField } = envelope;
  // The name is the constant that the type has: both are generated from one schema.
  const eventNames = [...byName.keys()] as NameOf<E, NameField>[];
  const suggestFor = createSuggester(eventNames);
  const expectedFor = (data: unknown): string => {
    const name = nameOf(data, nameField);
    return `one of ${listNames(eventNames, typeof name === "string" ? name : undefined, (known) => JSON.stringify(known))}`;
  };
  const unfitEvent = (data: unknown): Issue => unfit(data, nameField, expectedFor, suggestFor);

  /** Only one definition judges an event, so that a mistake is reported once. */
  function find(data: unknown): EventDefinition | undefined {
    const name = nameOf(data, nameField);
    return typeof name === "string" ? byName.get(name) : undefined;
  }

  const encoders = new Map(definitions.map(({ eventName, encode }) => [eventName, encode]));

  const catalogue: Catalogue<E, NameOf<E, NameField>> = {
    eventNames,
    definitions,
    envelope,
    get: (eventName) => byName.get(eventName),
    is(data, contract = "reader"): data is E {
      const found = find(data);
      if (found === undefined) return false;
      return contract === "writer" ? found.isWritable(data) : found.isReadable(data);
    },
    check(data, contract) {
      return find(data)?.check(data, contract) ?? [unfitEvent(data)];
    },
    fromJson: (data, digitsOf) => find(data)?.fromJson(data, digitsOf) ?? data,
    parse(text) {
      const data = parseJson(text, (parsed) => find(parsed)?.bigints);
      if (catalogue.is(data)) return data;
      throw new InvalidEventError(find(data)?.eventName, catalogue.check(data, "reader"));
    },
    serialize(event) {
      const found = find(event);
      if (found === undefined) throw new InvalidEventError(undefined, [unfitEvent(event)]);
      return found.serialize(event);
    },
    encode(event, bytes, offset) {
      const name = nameOf(event, nameField);
      const encode = typeof name === "string" ? encoders.get(name) : undefined;
      if (encode === undefined) throw new InvalidEventError(undefined, [unfitEvent(event)]);
      return encode(event, bytes, offset);
    },
  };
  return catalogue;
}

/** The name that an object says it has. */
function nameOf(data: unknown, nameField: string): unknown {
  if (typeof data !== "object" || data === null || Array.isArray(data)) return undefined;
  // Faster than Reflect.get.
  return (data as Readonly<Record<string, unknown>>)[nameField];
}

/** Why no definition fits it. */
function unfit(
  data: unknown,
  nameField: string,
  expectedFor: (data: unknown) => string,
  suggestFor: (name: string) => string | undefined,
): Issue {
  if (typeof data !== "object" || data === null || Array.isArray(data)) return notAnObject(data);
  const name = nameOf(data, nameField);
  const suggestion = typeof name === "string" ? suggestFor(name) : undefined;
  return {
    code: "unknown-event",
    pointer: joinPointer("", nameField),
    expected: expectedFor(data),
    received: describeValue(name),
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

function parseJson(text: string, placesOf: (data: unknown) => BigintPlaces | undefined): unknown {
  if (tooDeepAt(text, maxLineDepth) !== undefined) {
    const expected = `at most ${maxLineDepth} nested objects and arrays`;
    throw new InvalidEventError(undefined, [{ code: "not-json", pointer: "", expected, received: "more" }]);
  }
  try {
    return parseWithBigints(text, placesOf);
  } catch (cause) {
    const issue: Issue = { code: "not-json", pointer: "", expected: "a JSON object", received: describeValue(text) };
    throw new InvalidEventError(undefined, [issue], { cause });
  }
}
