import type { Context } from "../context.js";

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
    const { projectWords } = await import("./project-words.js");
    return (await projectWords(context)) ?? runnerWords;
  } catch {
    return runnerWords;
  }
}
