import * as runtime from "@metric-events/runtime";
import {
  buildCatalogue,
  type CatalogueModel,
  type EventModel,
  exampleOf,
  loadUsableSchemas,
} from "@metric-events/schema";
import { compileEvent, validatorOf } from "./compile.js";
import { compiledFunctionBody } from "./modules.js";

/**
 * The catalogue that schema files describe, compiled in memory to the same code that `generate` writes.
 *
 * @throws {UnusableSchemasError} with what the lint says when it finds anything.
 */
export function compileCatalogue(folder: string): runtime.Catalogue {
  const model = buildCatalogue(loadUsableSchemas(folder));
  return runtime.createCatalogue(model.events.map((event) => compileDefinition(event, model)));
}

/** What generated modules take from the compiled ones. */
type Compiled = Omit<runtime.EventSource<runtime.Event>, keyof EventModel | "example">;

/** One event of a model, compiled in memory. */
function compileDefinition(event: EventModel, model: CatalogueModel): runtime.EventDefinition {
  // The code is made from schemas that passed the lint; it is the code of generated modules.
  const evaluate = new Function("runtime", compiledFunctionBody(compileEvent(event, model.definitions)));
  const compiled: Compiled = evaluate(runtime);
  return define(event, model, compiled);
}

/** One event of a model, to judge data by: without the code that writes it fast, and compiled only as far as it is asked. */
export function judgingDefinition(event: EventModel, model: CatalogueModel): runtime.EventDefinition {
  const { definitions } = model;
  return define(event, model, {
    writer: validatorOf(event, definitions, "writer"),
    reader: validatorOf(event, definitions, "reader"),
    copy: undefined,
    construct: undefined,
    stringify: JSON.stringify,
    encode: undefined,
    scanner: undefined,
  });
}

function define(event: EventModel, { definitions }: CatalogueModel, compiled: Compiled): runtime.EventDefinition {
  const { eventName, snakeName, envelope, typeName, description, since, deprecated, ends } = event;
  return runtime.defineEvent({
    eventName,
    snakeName,
    envelope,
    typeName,
    description,
    ...(since === undefined ? {} : { since }),
    ...(deprecated === undefined ? {} : { deprecated }),
    ...(ends === undefined ? {} : { ends }),
    fields: event.fields as readonly runtime.FieldDescriptor[],
    ...(event.unions === undefined ? {} : { unions: event.unions as readonly runtime.UnionDescriptor[] }),
    ...(event.others === undefined ? {} : { others: event.others as readonly runtime.OtherDescriptor[] }),
    example: () => exampleOf(event, definitions) as runtime.Event | undefined,
    ...compiled,
  });
}
