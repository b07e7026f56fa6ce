import { compiledFunctionBody, compileEvent } from "@metric-events/codegen";
import * as runtime from "@metric-events/runtime";
import { Bundler, buildCatalogue, contractSchema, parseSchemas, type SchemaText } from "@metric-events/schema";

/** The event of schema files, compiled as its generated module is, and the schemas that other validators judge it by. */
export function compileFiles(files: readonly SchemaText[]) {
  const set = parseSchemas("schemas", files);
  const { events, definitions } = buildCatalogue(set);
  const [event] = events;
  if (event === undefined) throw new Error("no event");
  const evaluate = new Function("runtime", compiledFunctionBody(compileEvent(event, definitions)));
  const compiled: runtime.Compiled = evaluate(runtime);
  const { eventName, typeName, description } = event;
  const { fields, unions, others } = event as Pick<runtime.EventSource<runtime.Event>, "fields" | "unions" | "others">;
  const bundler = new Bundler(set);
  return {
    definition: runtime.defineEvent({
      eventName,
      typeName,
      description,
      fields,
      ...(unions && { unions }),
      ...(others && { others }),
      compiled,
    }),
    /** The files as they are, in one document. */
    reader: bundler.bundle(event.file, bundler.reference(event.file, "")),
    writer: contractSchema(event, definitions, "writer"),
    schema: event.schema,
    lookup: (ref: string) => definitions.get(ref.slice("#/$defs/".length)),
  };
}

/** Schema files of an event with a field `f`. */
export function filesWithField(f: unknown, root: object = {}): SchemaText[] {
  const event = {
    title: "ThingHappened",
    description: "Something happened.",
    type: "object",
    required: ["timestamp", "event"],
    ...root,
    properties: {
      timestamp: { description: "When.", type: "number", unit: "s" },
      event: { const: "thing_happened" },
      f,
    },
  };
  return [{ path: "events/thing_happened.schema.json", text: JSON.stringify(event) }];
}
