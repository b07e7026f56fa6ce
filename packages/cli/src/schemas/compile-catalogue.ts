import { compiledFunctionBody, compileEvent, validatorOf } from "@metric-events/codegen";
import * as runtime from "@metric-events/core/runtime";
import {
  buildCatalogue,
  type CatalogueModel,
  type EventModel,
  formatDiagnostic,
  lint,
  loadSchemas,
} from "@metric-events/schema";
import { UsageError } from "../errors.js";

/**
 * The catalogue that schema files describe, compiled in memory to the same code that `generate` writes.
 *
 * @throws {UsageError} with what lint says when it finds anything.
 */
export function compileCatalogue(folder: string): runtime.Catalogue {
  const set = loadSchemas(folder);
  const diagnostics = lint(set);
  if (diagnostics.length > 0) {
    const lines = diagnostics.map((diagnostic) => `  ${formatDiagnostic(diagnostic)}`);
    throw new UsageError([`cannot use the schemas in ${set.root}:`, ...lines].join("\n"));
  }
  const model = buildCatalogue(set);
  return runtime.createCatalogue(model.events.map((event) => compileDefinition(event, model)));
}

/** What generated modules take from the compiled ones. */
type Compiled = Omit<runtime.EventSource<runtime.Event>, keyof EventModel>;

/** One event of a model, compiled in memory. */
function compileDefinition(event: EventModel, { definitions }: CatalogueModel): runtime.EventDefinition {
  // The code is made from schemas that passed the lint; it is the code of generated modules.
  const evaluate = new Function("runtime", compiledFunctionBody(compileEvent(event, definitions)));
  const compiled: Compiled = evaluate(runtime);
  return define(event, compiled);
}

/** One event of a model, to judge data by: without the code that writes it fast, and compiled only as far as it is asked. */
export function judgingDefinition(event: EventModel, { definitions }: CatalogueModel): runtime.EventDefinition {
  return define(event, {
    writer: validatorOf(event, definitions, "writer"),
    reader: validatorOf(event, definitions, "reader"),
    copy: undefined,
    construct: undefined,
    stringify: JSON.stringify,
    encode: undefined,
    scanner: undefined,
  });
}

function define(event: EventModel, compiled: Compiled): runtime.EventDefinition {
  const { eventName, typeName, description, since, deprecated, ends } = event;
  return runtime.defineEvent({
    eventName,
    typeName,
    description,
    ...(since === undefined ? {} : { since }),
    ...(deprecated === undefined ? {} : { deprecated }),
    ...(ends === undefined ? {} : { ends }),
    fields: event.fields as readonly runtime.FieldDescriptor[],
    ...compiled,
  });
}
