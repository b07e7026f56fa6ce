import { type DigitsOf, hasBigintsInPlace, isBigintAt, toBigints } from "./bigint-places.js";
import { misplacedBigints } from "./bigints.js";
import { describeValue } from "./describe-value.js";
import { defaultEnvelope, type Envelope, timeBigintOf, timeValueOf } from "./envelope.js";
import { InvalidEventError } from "./invalid-event-error.js";
import { eventDescriptor, toIssues } from "./issues.js";
import { jsonSchemaOf } from "./json-schema.js";
import { withinPatternSteps } from "./pattern/pattern-steps.js";
import { type SnapshotOptions, snapshot } from "./snapshot.js";
import type { SelfContainedSchema } from "./standard-schema.js";
import { toStandardSchema } from "./to-standard-schema.js";
import type { Contract, Event, EventDefinition, EventFields, EventType, Issue } from "./types.js";
import { expectUnjudged, unjudged } from "./unjudged.js";
import type { Compiled, Validate } from "./validate.js";

/** What generated code has for one event. */
export interface EventSource<E extends Event>
  extends Pick<
    EventDefinition<E>,
    "typeName" | "description" | "since" | "deprecated" | "ends" | "pairs" | "fields" | "unions" | "others"
  > {
  readonly eventName: string;
  /** Default: the name of the event. */
  readonly snakeName?: string;
  /** Default: {@link defaultEnvelope}. */
  readonly envelope?: Envelope;
  /** Absent if no valid event is known. */
  readonly example?: () => E | undefined;
  /** Not spread into the rest: bundlers keep an object with a spread, since that may run a getter. */
  readonly compiled: Compiled;
}

/** Makes the constructor, guards and serializer of one event from what was generated for it. */
export function defineEvent<
  E extends Event,
  NameField extends string = "event",
  TimeField extends string = "timestamp",
>(source: EventSource<E>): EventType<E, NameField, TimeField> {
  const { eventName, fields, compiled, example, ...metadata } = source;
  const { writer, reader, copy, construct: make, stringify, encode, scanner, bigints } = compiled;
  const { snakeName = eventName, envelope = defaultEnvelope } = source;
  const { nameField, timeField, timeKind } = envelope;
  const defaults: Record<string, () => unknown> = {
    [nameField]: () => eventName,
    [timeField]: timeKind === "s" ? () => Date.now() / 1000 : () => timeValueOf(Date.now() / 1000, timeKind),
  };
  if (timeKind !== "date-time" && isBigintAt(bigints, [timeField]))
    defaults[timeField] = () => timeBigintOf(Date.now(), timeKind);

  const construct = (input: EventFields<E, NameField, TimeField>): E =>
    makeIfPlain(input) ?? accept(input, { absent: "nullish", defaults });

  const makeIfPlain = (input: unknown): E | undefined => {
    try {
      // It judges what it returns.
      return make !== undefined && isObject(input)
        ? (withinPatternSteps(make, input, defaults) as E | undefined)
        : undefined;
    } catch (error) {
      // The general path says what is wrong with it.
      expectUnjudged(error);
      return undefined;
    }
  };

  const check = (data: unknown, contract: Contract): readonly Issue[] => {
    const validate = contract === "writer" ? writer : reader;
    try {
      const issues = withinPatternSteps(validate, data) ? [] : toIssues(validate.errors ?? [], data, source);
      if (bigints === undefined) return issues;
      return [...issues, ...outside(issues, misplacedBigints(data, bigints, eventDescriptor(source)))];
    } catch (error) {
      return [unjudged(error, data)];
    }
  };

  /** Returns what it validated: a copy made by reading each property once. */
  function accept(input: unknown, options: SnapshotOptions): E {
    if (!isObject(input)) throw new InvalidEventError(eventName, [notAnObject(input)]);
    const made = snapshot(input, fields, { ...options, hasBigints: bigints !== undefined });
    const { issues } = made;
    const plain = fromJson(made.copy);
    if (issues.length === 0 && isValid(plain)) return plain;
    throw new InvalidEventError(eventName, [...issues, ...outside(issues, check(plain, "writer"))]);
  }

  /** The copy that is written. */
  const accepted = (event: E): object => {
    // The copier accepts nothing undeclared, so the reader contract decides as the writer contract would.
    const plain = copyIfPlain(event);
    return plain !== undefined && isReadable(plain) ? plain : accept(event, { absent: "undefined" });
  };

  const copyIfPlain = (event: unknown): object | undefined => {
    try {
      return copy !== undefined && isObject(event) ? withinPatternSteps(copy, event) : undefined;
    } catch (error) {
      // The general path says what is wrong with it.
      expectUnjudged(error);
      return undefined;
    }
  };

  const encodeIfPlain = (event: unknown, bytes: Uint8Array, offset: number): number => {
    try {
      return encode !== undefined && isObject(event) ? withinPatternSteps(encode, event, bytes, offset) : -1;
    } catch (error) {
      expectUnjudged(error);
      return -1;
    }
  };

  const isInPlace = (data: unknown): boolean => bigints === undefined || hasBigintsInPlace(data, [bigints]);
  const isValid = (data: unknown): data is E => isAccepted(writer, data) && isInPlace(data);
  const isReadable = (data: unknown): data is E => isAccepted(reader, data) && isInPlace(data);

  function fromJson(data: unknown, digitsOf?: DigitsOf): unknown {
    return bigints === undefined ? data : toBigints(data, [bigints], digitsOf);
  }

  const definition: EventDefinition<E, string> = {
    ...metadata,
    scanner,
    example: example ?? (() => undefined),
    eventName,
    snakeName,
    envelope,
    fields,
    ...(bigints === undefined ? {} : { bigints }),
    check,
    isWritable: isValid,
    isReadable,
    fromJson,
    serialize: (event) => stringify(accepted(event)),
    encode: (event, bytes, offset) => {
      const end = encodeIfPlain(event, bytes, offset);
      return end < 0 ? stringify(accepted(event)) : end;
    },
  };
  const jsonSchema = (): SelfContainedSchema => jsonSchemaOf(source, compiled.contract());
  Object.defineProperties(construct, {
    name: { value: source.typeName },
    jsonSchema: { get: jsonSchema, enumerable: true },
  });
  // The name is the constant that the type has: both are generated from one schema.
  return Object.assign(
    construct,
    definition,
    toStandardSchema<E>((value) => check(value, "reader"), fromJson, jsonSchema),
  ) as EventType<E, NameField, TimeField>;
}

/** Whether a validator accepts a value; not if it cannot judge it to the end. */
export function isAccepted(validate: Validate, data: unknown): boolean {
  try {
    return withinPatternSteps(validate, data);
  } catch (error) {
    expectUnjudged(error);
    return false;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The issue for a value that is not an object. */
export function notAnObject(value: unknown): Issue {
  return { code: "type", pointer: "", expected: "an object", received: describeValue(value) };
}

/** Issues at places that the first ones do not cover. A value that could not be copied is missing in the copy, which is not another mistake. */
function outside(first: readonly Issue[], second: readonly Issue[]): Issue[] {
  const covered = new Set(first.map((issue) => issue.pointer));
  return second.filter((issue) => !covered.has(issue.pointer));
}
