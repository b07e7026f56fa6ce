import * as runtime from "@metric-events/runtime";
import {
  type CatalogueModel,
  contractSchema,
  type Definitions,
  type EventModel,
  type EventOutline,
  exampleOf,
  lintCacheOf,
  loadUsableEvent,
  loadUsableSchemas,
  outlineCatalogue,
  type SchemaSet,
} from "@metric-events/schema";
import { compileEvent, validatorOf } from "./compile.js";
import { evaluateBigints, evaluateCompiled, typedValue } from "./evaluate-compiled.js";

/**
 * The catalogue that schema files describe, compiled in memory to the same code that `generate` writes: each event at its first use, since
 * most commands need few of them.
 *
 * @throws {UnusableSchemasError} with what the lint says when it finds anything.
 */
export function compileCatalogue(folder: string): runtime.Catalogue {
  return catalogueOf(loadUsableSchemas(folder));
}

/**
 * The same, with what the cache of the project knows about the schemas, so that a thousand of them need not be looked at each time.
 *
 * @throws {UnusableSchemasError} with what the lint says when it finds anything.
 */
export function compileKnownCatalogue(folder: string): runtime.Catalogue {
  return catalogueOf(loadUsableSchemas(folder, lintCacheOf(folder)));
}

/**
 * A catalogue of one event, for which only its schemas are loaded; `undefined` where all of the folder has to be loaded to find it.
 *
 * @param isKnown Whether to use the cache of the project.
 * @throws {UnusableSchemasError} with what the lint finds in the schemas of this event.
 */
export function compileEventAlone(folder: string, eventName: string, isKnown: boolean): runtime.Catalogue | undefined {
  const set = loadUsableEvent(folder, eventName, isKnown ? lintCacheOf(folder) : undefined);
  if (set === undefined) return undefined;
  const { events, definitions } = outlineCatalogue(set);
  const own = events.filter((event) => event.eventName === eventName || event.snakeName === eventName);
  return own.length === 0 ? undefined : runtime.createCatalogue(own.map((event) => lazyDefinition(event, definitions)));
}

function catalogueOf(set: SchemaSet): runtime.Catalogue {
  const { events, definitions } = outlineCatalogue(set);
  return runtime.createCatalogue(events.map((event) => lazyDefinition(event, definitions)));
}

/** The definition of an event, which is made when somebody asks for more than its name, and compiled when it has to judge or write. */
function lazyDefinition(
  { eventName, snakeName, envelope, load }: EventOutline,
  definitions: Definitions,
): runtime.EventDefinition {
  let known: ReturnType<typeof metadataOf> | undefined;
  let compiled: runtime.EventDefinition | undefined;
  const metadata = (): ReturnType<typeof metadataOf> => (known ??= metadataOf(load(), definitions));
  const definition = (): runtime.EventDefinition => (compiled ??= compileDefinition(load(), definitions));
  const lazy = {
    eventName,
    snakeName,
    envelope,
    get typeName() {
      return metadata().typeName;
    },
    get description() {
      return metadata().description;
    },
    get since() {
      return metadata().since;
    },
    get deprecated() {
      return metadata().deprecated;
    },
    get ends() {
      return metadata().ends;
    },
    get pairs() {
      return metadata().pairs;
    },
    get fields() {
      return metadata().fields;
    },
    get unions() {
      return metadata().unions;
    },
    get others() {
      return metadata().others;
    },
    get scanner() {
      return definition().scanner;
    },
    example: () => metadata().example(),
    get bigints() {
      return definition().bigints;
    },
    fromJson: (data: unknown, digitsOf?: runtime.DigitsOf) => definition().fromJson(data, digitsOf),
    isWritable: (data: unknown): data is runtime.Event => definition().isWritable(data),
    isReadable: (data: unknown): data is runtime.Event => definition().isReadable(data),
    check: (data: unknown, contract: runtime.Contract) => definition().check(data, contract),
    serialize: (data: runtime.Event) => definition().serialize(data),
    encode: (data: runtime.Event, bytes: Uint8Array, offset: number) => definition().encode(data, bytes, offset),
  } satisfies Record<keyof runtime.EventDefinition, unknown>;
  // A getter may return undefined where a property would be absent.
  return lazy as runtime.EventDefinition;
}

function compileDefinition(event: EventModel, definitions: Definitions): runtime.EventDefinition {
  return runtime.defineEvent({
    ...metadataOf(event, definitions),
    compiled: evaluateCompiled(compileEvent(event, definitions)),
  });
}

/** One event of a model, to judge data by: without the code that writes it fast, and compiled only as far as it is asked. */
export function judgingDefinition(event: EventModel, model: CatalogueModel): runtime.EventDefinition {
  const { definitions } = model;
  return runtime.defineEvent({
    ...metadataOf(event, definitions),
    compiled: {
      contract: () => contractSchema(event, definitions, "reader"),
      writer: validatorOf(event, definitions, "writer"),
      reader: validatorOf(event, definitions, "reader"),
      copy: undefined,
      construct: undefined,
      stringify: JSON.stringify,
      encode: undefined,
      scanner: undefined,
    },
  });
}

function metadataOf(event: EventModel, definitions: Definitions) {
  const { eventName, snakeName, envelope, typeName, description, since, deprecated, ends, pairs } = event;
  return {
    eventName,
    snakeName,
    envelope,
    typeName,
    description,
    ...(since === undefined ? {} : { since }),
    ...(deprecated === undefined ? {} : { deprecated }),
    ...(ends === undefined ? {} : { ends }),
    ...(pairs === undefined ? {} : { pairs }),
    fields: event.fields as readonly runtime.FieldDescriptor[],
    ...(event.unions === undefined ? {} : { unions: event.unions as readonly runtime.UnionDescriptor[] }),
    ...(event.others === undefined ? {} : { others: event.others as readonly runtime.OtherDescriptor[] }),
    example: () => {
      const example = exampleOf(event, definitions);
      return example === undefined ? undefined : typedValue(example, evaluateBigints(event, definitions));
    },
  };
}
