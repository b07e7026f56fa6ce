import { resolve } from "node:path";
import {
  type Catalogue,
  didYouMean,
  type Event,
  findEvent,
  formatIssue,
  hostFieldOf,
  InvalidEventError,
  listNames,
  suggest,
} from "@metric-events/runtime";
import type { Context } from "../context.js";
import { buildEvent } from "../emit/build-event.js";
import { shellQuote } from "../emit/example.js";
import { emitHelp, eventHelp } from "../emit/help.js";
import { hostFlag, markHostField } from "../emit/host-flag.js";
import { type EmitArguments, parseArguments } from "../emit/parse-arguments.js";
import { SuspectWarnings } from "../emit/warn-of-suspects.js";
import { EnvironmentError, UsageError } from "../errors.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { defaultLogPath } from "../log/default-path.js";
import { loadCatalogue, loadEvent } from "../schemas/load-catalogue.js";
import { schemasOf } from "../schemas/options.js";
import type { CommandModule } from "./command-module.js";

export const emitCommand: CommandModule = {
  declare(command, { context, exit }) {
    // The flags depend on the event, so commander cannot parse them: the action gets all arguments.
    command
      .argument("[arguments...]")
      .helpOption(false)
      .allowUnknownOption()
      .passThroughOptions()
      .action(async (args: string[]) => exit(await emit(args, schemasOf(command), context)));
  },
};

/** In place of an event name: events are lines of standard input. */
const stdinMark = "-";

/** Appends the event that the arguments describe, or the events on standard input, to the log. */
export async function emit(
  args: readonly string[],
  schemasDir: string | undefined,
  context: Context,
): Promise<ExitCode> {
  const parsed = parseArguments(args);
  const { eventName, own } = parsed;
  const isAboutOne = eventName !== undefined && eventName !== stdinMark;
  const schemas = own.schemas ?? schemasDir;
  const catalogue = isAboutOne ? await loadEvent(eventName, schemas, context) : await loadCatalogue(schemas, context);
  if (own.help !== undefined) return help(eventName, catalogue, context);
  if (eventName === undefined) throw new UsageError([eventExpected(catalogue), ...indented(parsed.mistakes)]);
  if (eventName === stdinMark) {
    checkForLines(parsed);
    const { emitLines } = await import("../emit/emit-lines.js");
    const target = { path: own.path, host: hostFlagOf(parsed) };
    return withLogger(target, catalogue, context, (issue) => emitLines(catalogue, issue, context));
  }
  const definition = findEvent(catalogue, eventName) ?? unknownEvent(eventName, catalogue);
  const built = buildEvent(definition, parsed, context.now() / 1000);
  if ("mistakes" in built) {
    const hint = `Flags and examples: metric-events emit ${shellQuote(eventName)} --help`;
    throw new UsageError([`not a valid ${eventName} event:`, ...indented(built.mistakes), hint]);
  }
  return withLogger({ path: own.path }, catalogue, context, async (issue) => {
    const event = built.event as unknown as Event;
    issue(event);
    await new SuspectWarnings(catalogue, context).warn(event);
    return exitCodes.ok;
  });
}

async function help(eventName: string | undefined, catalogue: Catalogue, { stdout }: Context): Promise<ExitCode> {
  const isAboutEvent = eventName !== undefined && eventName !== stdinMark;
  const definition = isAboutEvent ? (findEvent(catalogue, eventName) ?? unknownEvent(eventName, catalogue)) : undefined;
  const text = definition === undefined ? emitHelp(catalogue, stdout.columns) : eventHelp(definition, stdout.columns);
  await stdout.print(text);
  return exitCodes.ok;
}

/** The host of all lines. */
function hostFlagOf({ given }: EmitArguments): string | undefined {
  return given.find(({ name }) => name === hostFlag)?.text;
}

async function withLogger(
  { path, host }: { readonly path: string | undefined; readonly host?: string | undefined },
  catalogue: Catalogue,
  context: Context,
  work: (issue: (event: Event) => void) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { EventLogger, IssueMetricEventError } = await import("@metric-events/logger");
  const logPath = path === undefined ? await defaultLogPath(context) : resolve(context.cwd, path);
  const hasField = catalogue.definitions.some((definition) => hostFieldOf(definition) !== undefined);
  if (host !== undefined && !hasField)
    throw new UsageError(`--${hostFlag}: no event has a field for the host; ${markHostField}`);
  // An empty one is as good as none.
  const { METRICS_HOST: named = "" } = context.env;
  const known = host ?? (named === "" || !hasField ? undefined : named);
  const logger = new EventLogger({ path: logPath, catalogue, ...(known === undefined ? {} : { host: known }) });
  const issue = (event: Event): void => {
    try {
      logger.issue(event);
    } catch (error) {
      // The event was valid before the logger filled in the host.
      throw error instanceof InvalidEventError
        ? refusedHost(error, host === undefined ? hostVariable : `--${hostFlag}`)
        : error;
    }
  };
  try {
    return await work(issue);
  } catch (error) {
    throw error instanceof IssueMetricEventError ? new EnvironmentError(error.message, { cause: error }) : error;
  } finally {
    logger.close();
  }
}

const hostVariable = "METRICS_HOST";

/** @param source the flag or the variable that names the host. */
function refusedHost({ eventName = "the event", issues }: InvalidEventError, source: string): UsageError {
  return new UsageError([
    `${source}: ${eventName} cannot have this host:`,
    ...indented(issues.map(formatIssue)),
    `Correct ${source}, or ${source === hostVariable ? "unset it" : "leave it out"}.`,
  ]);
}

/** Refuses flags that describe an event: the lines are whole events. */
function checkForLines({ own, given, mistakes }: EmitArguments): void {
  const others = [
    ...given.map(({ name }) => name).filter((name) => name !== hostFlag),
    ...(["json", "timestamp"] as const).filter((name) => own[name] !== undefined),
  ];
  const misplaced = others.map((name) => `--${name}: cannot be used with -, whose lines are whole events`);
  const hosts = given.filter(({ name }) => name === hostFlag);
  const isNamed = hosts.length < 2 && hosts.every(({ text = "" }) => text !== "");
  const unnamed = isNamed ? [] : ["--host: expected the name of one host"];
  const all = [...mistakes, ...misplaced, ...unnamed];
  if (all.length > 0) throw new UsageError(["wrong arguments for emit -:", ...indented(all)]);
}

function unknownEvent(eventName: string, catalogue: Catalogue): never {
  const hint = didYouMean(suggest(eventName, catalogue.eventNames), { otherwise: eventExpected(catalogue, eventName) });
  throw new UsageError(`unknown event ${JSON.stringify(eventName)}${hint}`);
}

function eventExpected({ eventNames }: Catalogue, given?: string): string {
  return `name an event, one of ${listNames(eventNames, given)}, or - to read JSON lines from standard input`;
}

function indented(mistakes: readonly string[]): string[] {
  return mistakes.map((mistake) => `  ${mistake}`);
}
