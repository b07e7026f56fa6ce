import { judgingDefinition } from "@metric-events/codegen";
import type { Json } from "@metric-events/compat";
import type { EventDefinition, Issue } from "@metric-events/runtime";
import {
  annotationKeywords,
  Bundler,
  buildCatalogue,
  type CatalogueModel,
  contractSchema,
  type EventModel,
  type SchemaSet,
  type SourceLocation,
} from "@metric-events/schema";

/**
 * Annotations that say what a value means: a change misleads readers, though no validator sees it. Of formats, that is `int64` alone: programs
 * have such numbers as bigints.
 */
export const meaningful = ["unit", "kind", "default", "envelope", "format"] as const;

/** One event as a set of schema files has it. Everything derived from it is made at first use. */
export class EventVersion {
  readonly event: EventModel;
  readonly #bundler: Bundler;
  readonly #model: CatalogueModel;
  #writer: Json | undefined;
  #reader: Json | undefined;
  #definition: EventDefinition | undefined;
  #text: string | undefined;

  constructor(event: EventModel, model: CatalogueModel, bundler: Bundler) {
    this.event = event;
    this.#model = model;
    this.#bundler = bundler;
  }

  /** The writer contract, with the examples that make witnesses realistic. */
  get writer(): Json {
    this.#writer ??= this.#contract("writer", ["examples", "default"]);
    return this.#writer;
  }

  /** The files of the event as one document: the reader contract, whose places are known. */
  get reader(): Json {
    const { file } = this.event;
    this.#reader ??= this.#bundler.bundle(file, this.#bundler.reference(file, "")) as unknown as Json;
    return this.#reader;
  }

  /** Where a JSON Pointer into the reader contract leads, in the files. */
  locate(pointer: string): SourceLocation {
    return this.#bundler.locate(pointer) ?? { file: this.event.file.path, line: 1, column: 1, pointer: "" };
  }

  /** Whether the writer contract accepts an event, by the validator that generated code has. */
  readonly isWritable = (event: unknown): boolean => this.definition.isWritable(event);

  /** Whether the reader contract does. */
  readonly isReadable = (event: unknown): boolean => this.definition.isReadable(event);

  /** What the reader contract finds wrong with an event. */
  issues(event: unknown): readonly Issue[] {
    return this.definition.check(event, "reader");
  }

  /** What judges data as generated code does. */
  get definition(): EventDefinition {
    this.#definition ??= judgingDefinition(this.event, this.#model);
    return this.#definition;
  }

  /** Equal for two versions between which nothing changed that a reader could notice. */
  get text(): string {
    this.#text ??= JSON.stringify([this.#contract("writer", meaningful), this.#contract("reader", [])]);
    return this.#text;
  }

  /** Equal for two versions that do not differ in a word. */
  get wording(): string {
    return JSON.stringify(this.#contract("reader", annotationKeywords));
  }

  #contract(contract: "writer" | "reader", keep: readonly string[]): Json {
    return contractSchema(this.event, this.#model.definitions, contract, { keep }) as unknown as Json;
  }
}

/** The events of a set of schema files, by name. The set must be free of lint errors. */
export function eventVersions(set: SchemaSet): ReadonlyMap<string, EventVersion> {
  const model = buildCatalogue(set);
  const bundler = new Bundler(set, (keyword) => meaningful.some((kept) => kept === keyword));
  return new Map(model.events.map((event) => [event.eventName, new EventVersion(event, model, bundler)]));
}
