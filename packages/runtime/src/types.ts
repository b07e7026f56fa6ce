import type { BigintPlaces, DigitsOf } from "./bigint-places.js";
import type { Envelope } from "./envelope.js";
import type { Scanner } from "./scan.js";
import type { SelfContainedSchema, StandardSchema } from "./standard-schema.js";

/** An event of any catalogue. Which of its fields have its name and its time says the {@link Envelope} of the catalogue. */
export type Event = object;

/** The name of an event as its type fixes it. */
export type NameOf<E extends Event, NameField extends string = "event"> =
  E extends Readonly<Record<NameField, infer Name extends string>> ? Name : string;

/**
 * Which of the two contracts of one schema applies.
 *
 * - `writer` is closed: an undeclared property is a mistake, so that a typo never reaches the log.
 * - `reader` is open: undeclared properties are ignored, so that lines of a newer version still read.
 *
 * An object whose schema says `additionalProperties` or `unevaluatedProperties` itself has that in both.
 */
export type Contract = "writer" | "reader";

export type JsonType = "null" | "boolean" | "integer" | "number" | "string" | "array" | "object";

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/**
 * What a field is for, as its schema says:
 * `measure` is a quantity to take percentiles of, `count` a number of things at a moment,
 * `dimension` a value to group by, `identifier` names one thing, `text` is for people.
 */
export type FieldKind = "measure" | "count" | "dimension" | "identifier" | "text";

/** What a schema says about a value, for tools that work with any schema. */
export interface ValueDescriptor {
  /** JSON types that the value may have; all of them when the schema does not limit them. */
  readonly types: readonly JsonType[];
  /** The accepted values in words, such as `number ≥ 0` or `"a" or "b"`. */
  readonly accepts: string;
  /** The only values allowed, for an `enum` or `const`. */
  readonly values?: readonly JsonValue[];
  /** Declared properties of an object, in schema order. */
  readonly fields?: readonly FieldDescriptor[];
  /** Elements of an array. */
  readonly items?: ValueDescriptor;
  /** Alternatives that say more about objects and arrays. What is declared beside them holds for each. */
  readonly unions?: readonly UnionDescriptor[];
  /** What undeclared properties may be, and elements whose schema depends on their place. */
  readonly others?: readonly OtherDescriptor[];
}

/** Values of properties or elements that have no descriptor of their own. */
export interface OtherDescriptor extends ValueDescriptor {
  /** Where their schema stands in that of the value: `additionalProperties`, `prefixItems/0`. */
  readonly at: string;
}

/** Alternatives of a value. */
export interface UnionDescriptor {
  /**
   * `oneOf` if exactly one may hold. `if` stands for `then` or `else`, and `dependentSchemas` for what one field brings, or nothing.
   */
  readonly keyword: "anyOf" | "oneOf" | "if" | "dependentSchemas";
  /** Where it stands in the schema of the value, if that is not the keyword alone: `allOf/0/anyOf`. */
  readonly at?: string;
  readonly branches: readonly BranchDescriptor[];
}

/** One alternative of a value. */
export interface BranchDescriptor extends ValueDescriptor {
  /** Its title, which is the name of its type. */
  readonly name?: string;
}

/** One declared property of an event or of an object within it. */
export interface FieldDescriptor extends ValueDescriptor {
  /** Name on the wire. */
  readonly name: string;
  readonly required: boolean;
  readonly description: string;
  readonly kind?: FieldKind;
  /** Unit in UCUM, such as `s` or `{runner}`. */
  readonly unit?: string;
  /** Name of the field of the same object that this count is a part of. The parts do not overlap, so reports can stack them. */
  readonly partOf?: string;
  /** Name of the event that this one ends, and which was this long before it. Only of a measure of time, a field of the event itself. */
  readonly spans?: string;
  /** What the field says about where the event comes from: `host` names the machine. Only of a field of the event itself. */
  readonly origin?: "host";
  /** Greater values are valid, but look wrong: reports leave them out. */
  readonly expectedMaximum?: number;
  /** Of a dimension: whether it has few values, so that it can be a label of time series. Default: `low` for a boolean and listed values, else `high`. */
  readonly cardinality?: "low" | "high";
  /** Of a measure: the upper limits of the buckets of its histogram, ascending, in its unit. */
  readonly buckets?: readonly number[];
  /**
   * Name of its attribute in OpenTelemetry, such as `cicd.worker.name`; its own name if there is none. Only of a field of the event itself.
   */
  readonly otel?: string;
  readonly examples?: readonly JsonValue[];
  readonly default?: JsonValue;
  /** Version of the catalogue that brought the field. */
  readonly since?: string;
  readonly deprecated?: true;
}

/** Codes of mistakes in an event. Most are the name of the violated JSON Schema keyword. */
export type IssueCode =
  /** The text is not JSON, or the value has no JSON form (a function, NaN, a circle). */
  | "not-json"
  /** The texts are too long for their patterns: to judge them would take more steps than one event may take. */
  | "pattern-steps"
  /** The catalogue has no event of this name. */
  | "unknown-event"
  /** The property is not declared. Only the writer contract forbids that. */
  | "undeclared"
  | "required"
  | "type"
  | "const"
  | "enum"
  | "minimum"
  | "maximum"
  | "exclusiveMinimum"
  | "exclusiveMaximum"
  | "multipleOf"
  | "minLength"
  | "maxLength"
  | "pattern"
  | "minItems"
  | "maxItems"
  | "uniqueItems"
  | "contains"
  | "minProperties"
  | "maxProperties"
  | "propertyNames"
  | "dependentRequired"
  | "unevaluatedItems"
  | "anyOf"
  | "oneOf"
  | "not"
  | "if"
  /** The schema `false`: nothing is accepted there. */
  | "false schema";

/** One mistake in an event. */
export interface Issue {
  readonly code: IssueCode;
  /** Where in the event, as a JSON Pointer (RFC 6901); `""` is the event itself. */
  readonly pointer: string;
  /** What the schema accepts there, in words. */
  readonly expected: string;
  /** What was there instead, in words and shortened. */
  readonly received: string;
  /** The name that a misspelt field or event probably means. */
  readonly suggestion?: string;
}

/**
 * The fields that a constructor takes: the event's own, of which optional ones may be null or undefined, and the two that it fills in. The
 * name, if given, must be that of this event; the time is the current one by default.
 */
export type EventFields<E extends Event, NameField extends string = "event", TimeField extends string = "timestamp"> = {
  [Key in keyof E as Key extends NameField | TimeField ? never : Key]: Record<never, never> extends Pick<E, Key>
    ? E[Key] | null | undefined
    : E[Key];
} & {
  [Key in keyof E as Key extends NameField | TimeField ? Key : never]?: E[Key] | undefined;
};

/** One event of a catalogue: its metadata, guards and serializer. */
export interface EventDefinition<E extends Event = Event, Name extends string = NameOf<E>> {
  /** Name on the wire, such as `runner_start`. */
  readonly eventName: Name;
  /** The name in snake case, for what takes no other text, such as files and views: `order_placed` for `Order placed`. */
  readonly snakeName: string;
  /** Name of the type, such as `RunnerStart`. */
  readonly typeName: string;
  /** The fields of its name and its time. */
  readonly envelope: Envelope;
  readonly description: string;
  readonly since?: string;
  readonly deprecated?: true;
  /**
   * Name of the event that this one ends. Reports pair the two by the identifiers that both carry, else by time or in their order, where
   * the dimensions agree that both have.
   */
  readonly ends?: string;
  /** What begins with that event and ends with this one, in the plural: the name of its view in SQL. */
  readonly pairs?: string;
  /** All fields in wire order, those of the envelope first. */
  readonly fields: readonly FieldDescriptor[];
  /** Alternatives of the whole event. They declare no further fields. */
  readonly unions?: readonly UnionDescriptor[];
  /** What undeclared fields may be. */
  readonly others?: readonly OtherDescriptor[];
  /** A valid event, with values that the schema gives as examples where it has any; `undefined` if none is known. */
  example(): E | undefined;
  /** Judges lines in the form that {@link serialize} writes, without parsing them. `undefined` if the schema asks for more than it can judge. */
  readonly scanner: Scanner | undefined;
  /** Guard of the writer contract. Like any guard in TypeScript, it also looks at inherited properties, which are never logged. */
  isWritable(data: unknown): data is E;
  /** Guard of the reader contract. */
  isReadable(data: unknown): data is E;
  /** Every mistake under a contract; empty if there are none. */
  check(data: unknown, contract: Contract): readonly Issue[];
  /** Where its events have bigints; absent if they have none. */
  readonly bigints?: BigintPlaces;
  /**
   * A value that JSON.parse returned, with bigints in place of the whole numbers where the type has them. A whole number beyond 2^53, which
   * JSON.parse may have rounded, stays as it is, and the guards refuse it; the `parse` of the catalogue reads those exactly.
   *
   * @param digitsOf finds numbers that were kept exactly. Default: there are none.
   */
  fromJson(data: unknown, digitsOf?: DigitsOf): unknown;
  /**
   * The JSON of the event without a line end. Keys are in schema order; those that only branches of a union declare are in the order
   * given.
   *
   * It writes exactly what it validated: a copy of the event's own enumerable properties, for which it reads each value once. So getters,
   * proxies and `toJSON` cannot make the two differ. It refuses a value that is nested too deeply. Errors that a getter of the event throws
   * are passed on.
   *
   * @throws {InvalidEventError} if it is not a valid event.
   */
  serialize(event: E): string;
  /**
   * Like {@link serialize}, but writes the JSON into bytes at an offset, and returns where it ends. If the JSON is not plain ASCII, or does not
   * fit with a byte to spare, it returns the JSON itself; the bytes after the offset may have changed then.
   *
   * @throws {InvalidEventError} if it is not a valid event.
   */
  encode(event: E, bytes: Uint8Array, offset: number): number | string;
}

/** An event's definition that is also its constructor. */
export interface EventType<
  E extends Event = Event,
  NameField extends string = "event",
  TimeField extends string = "timestamp",
> extends EventDefinition<E, NameOf<E, NameField>>,
    StandardSchema<E> {
  /** The JSON Schema (2020-12) of the reader contract, which refers to nothing outside of it; a new object each time. */
  readonly jsonSchema: SelfContainedSchema;
  /**
   * Makes an event: fills in its name, and the current time if none is given; leaves out optional fields that are `undefined` or `null`.
   * The result has its keys in schema order.
   *
   * @throws {InvalidEventError} that lists every mistake.
   */
  (fields: EventFields<E, NameField, TimeField>): E;
}

/** Events that belong together, to be looked up by name. */
export interface Catalogue<E extends Event = Event, Name extends string = NameOf<E>> {
  readonly eventNames: readonly Name[];
  readonly definitions: readonly EventDefinition[];
  /** Which fields of its events have their names and times. */
  readonly envelope: Envelope;
  get(eventName: string): EventDefinition | undefined;
  /** Guard of a contract (default: reader) for any event of the catalogue. */
  is(data: unknown, contract?: Contract): data is E;
  /** Every mistake under a contract, by the definition that the event names. */
  check(data: unknown, contract: Contract): readonly Issue[];
  /** {@link EventDefinition.fromJson} of the definition that the event names; any other value as it is. */
  fromJson(data: unknown, digitsOf?: DigitsOf): unknown;
  /**
   * Parses one line under the reader contract.
   *
   * @throws {InvalidEventError} if the text is not JSON, or not an event of the catalogue.
   */
  parse(text: string): E;
  /**
   * The JSON of any event of the catalogue: {@link EventDefinition.serialize} of the one that the event names.
   *
   * @throws {InvalidEventError} if it is not a valid event.
   */
  serialize(event: E): string;
  /**
   * {@link EventDefinition.encode} of the definition that the event names.
   *
   * @throws {InvalidEventError} if it is not a valid event.
   */
  encode(event: E, bytes: Uint8Array, offset: number): number | string;
}
