import { annotationKeywords, contractSchema } from "@metric-events/codegen";
import type { Json } from "@metric-events/compat";
import type { EventDefinition } from "@metric-events/core/runtime";
import {
  type Bundle,
  buildCatalogue,
  bundle,
  type CatalogueModel,
  type EventModel,
  type SchemaSet,
} from "@metric-events/schema";
import { compileDefinition } from "../schemas/compile-catalogue.js";

/** Annotations that say what a value means: a reader is misled when they change, though no validator sees it. */
export const meaningful = ["unit", "kind"] as const;

/** One event as a set of schema files has it. What is derived from it is made at the first use. */
export class EventVersion {
  readonly event: EventModel;
  readonly #set: SchemaSet;
  readonly #model: CatalogueModel;
  #writer: Json | undefined;
  #bundle: Bundle | undefined;
  #definition: EventDefinition | undefined;
  #text: string | undefined;

  constructor(event: EventModel, model: CatalogueModel, set: SchemaSet) {
    this.event = event;
    this.#model = model;
    this.#set = set;
  }

  /** The writer contract, with the examples that make witnesses realistic. */
  get writer(): Json {
    this.#writer ??= this.#contract("writer", ["examples", "default"]);
    return this.#writer;
  }

  /** The files of the event as one document: the reader contract, whose places are known. */
  get bundle(): Bundle {
    this.#bundle ??= bundle(this.#set, this.event.file);
    return this.#bundle;
  }

  /** What generated code does for the event. */
  get definition(): EventDefinition {
    this.#definition ??= compileDefinition(this.event, this.#model);
    return this.#definition;
  }

  /** Equal for two versions between which nothing changed that a reader could notice. */
  get text(): string {
    this.#text ??= JSON.stringify([this.#contract("writer", meaningful), this.#contract("reader", [])]);
    return this.#text;
  }

  /** Equal for two versions that do not differ in a word. */
  get wording(): string {
    return JSON.stringify(this.#contract("reader", [...annotationKeywords]));
  }

  #contract(contract: "writer" | "reader", keep: readonly string[]): Json {
    return contractSchema(this.event, this.#model.definitions, contract, { keep }) as unknown as Json;
  }
}

/** The events of a set of schema files, by name. The set must be free of lint errors. */
export function eventVersions(set: SchemaSet): ReadonlyMap<string, EventVersion> {
  const model = buildCatalogue(set);
  return new Map(model.events.map((event) => [event.eventName, new EventVersion(event, model, set)]));
}
