import type { Catalogue, EventDefinition, FieldDescriptor } from "@metric-events/runtime";
import type { Context } from "../context.js";
import { shellQuote, simplestExample } from "../emit/example.js";
import { defaultLogPath } from "../log/default-path.js";
import { ownSchemas } from "../schemas/folders.js";
import { loadCatalogue } from "../schemas/load-catalogue.js";

/** What the examples of the help are about: the events of the project, where it has some. */
export interface ExampleWords {
  /** A command that issues an event. */
  readonly emit: string;
  readonly event: string;
  /** The view of `event` in SQL. */
  readonly view: string;
  /** Fields of `event`. Empty where it has none of the kind. */
  readonly dimension: string;
  readonly measure: string;
  /** Such as `flavor=small`. */
  readonly condition: string;
  readonly log: string;
}

/** Where a project has no events of its own. */
export const runnerWords: ExampleWords = {
  emit: "metric-events emit runner_installed --flavor small --duration 42.5",
  event: "runner_stop",
  view: "runner_stop",
  dimension: "flavor",
  measure: "job_duration",
  condition: "flavor=small",
  log: "/var/log/github-runner-metrics.log",
};

/** Whether arguments ask for help. Only then examples are looked for. */
function asksForHelp(args: readonly string[]): boolean {
  return args.length === 0 || args.some((arg) => arg === "--help" || arg === "-h");
}

/** The words for a call with these arguments. Help is printed whatever is wrong with the config file and the schemas. */
export async function exampleWords(args: readonly string[], context: Context): Promise<ExampleWords> {
  if (!asksForHelp(args)) return runnerWords;
  try {
    if ((await ownSchemas(undefined, context)) === undefined) return runnerWords;
    return wordsOf(await loadCatalogue(undefined, context), await defaultLogPath(context), context.cwd);
  } catch {
    return runnerWords;
  }
}

function wordsOf({ definitions }: Catalogue, logPath: string, cwd: string): ExampleWords {
  const [main] = definitions.toSorted((left, right) => rank(right) - rank(left));
  if (main === undefined) return runnerWords;
  const dimension = fieldOf(main, "dimension");
  const value = exampleOf(dimension);
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
  return [dimension, exampleOf(dimension), fieldOf(definition, "measure")].filter((each) => each !== undefined).length;
}

function fieldOf({ fields }: EventDefinition, kind: FieldDescriptor["kind"]): FieldDescriptor | undefined {
  return fields.find((field) => field.kind === kind && /^\w+$/.test(field.name));
}

/** A value that needs no quotes in a shell. */
function exampleOf(field: FieldDescriptor | undefined): string | undefined {
  const values = [...(field?.examples ?? []), ...(field?.values ?? [])].map(String);
  return values.find((each) => /^[\w./-]+$/.test(each));
}
