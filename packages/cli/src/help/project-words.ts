import type { Catalogue, EventDefinition, FieldDescriptor } from "@metric-events/runtime";
import type { Context } from "../context.js";
import { shellQuote, simplestExample } from "../emit/example.js";
import { defaultLogPath } from "../log/default-path.js";
import { ownSchemas } from "../schemas/folders.js";
import { loadCatalogue } from "../schemas/load-catalogue.js";
import type { ExampleWords } from "./example-words.js";

/** What the examples are about in a project with schemas of its own; `undefined` for one without. */
export async function projectWords(context: Context): Promise<ExampleWords | undefined> {
  if ((await ownSchemas(undefined, context)) === undefined) return undefined;
  return wordsOf(await loadCatalogue(undefined, context), await defaultLogPath(context), context.cwd);
}

function wordsOf({ definitions }: Catalogue, logPath: string, cwd: string): ExampleWords | undefined {
  const [main] = definitions.toSorted((left, right) => rank(right) - rank(left));
  if (main === undefined) return undefined;
  const dimension = fieldOf(main, "dimension");
  const value = valueToShow(dimension);
  return {
    emit:
      simplestExample(definitions)?.command.join(" ").replaceAll(" \\ ", " ") ??
      `metric-events emit ${shellQuote(main.eventName)}`,
    event: shellQuote(main.eventName),
    view: main.snakeName,
    dimension: dimension?.name ?? "",
    measure: fieldOf(main, "measure")?.name ?? "",
    condition: value === undefined ? "" : `${dimension?.name}=${value}`,
    log: logPath.startsWith(`${cwd}/`) ? logPath.slice(cwd.length + 1) : logPath,
  };
}

/** How many of the examples an event has fields for. */
function rank(definition: EventDefinition): number {
  const dimension = fieldOf(definition, "dimension");
  return [dimension, valueToShow(dimension), fieldOf(definition, "measure")].filter((each) => each !== undefined)
    .length;
}

function fieldOf({ fields }: EventDefinition, kind: FieldDescriptor["kind"]): FieldDescriptor | undefined {
  return fields.find((field) => field.kind === kind && /^\w+$/.test(field.name));
}

/** A value that needs no quotes in a shell. */
function valueToShow(field: FieldDescriptor | undefined): string | undefined {
  const values = [...(field?.examples ?? []), ...(field?.values ?? [])].map(String);
  return values.find((each) => /^[\w./-]+$/.test(each));
}
