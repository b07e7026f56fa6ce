import { didYouMean } from "@metric-events/runtime";
import { printableLines } from "@metric-events/text";
import { Command, CommanderError } from "commander";
import { examples } from "./commands/command-module.js";
import { commands } from "./commands/index.js";
import type { Context } from "./context.js";
import { UsageError } from "./errors.js";
import { type ExitCode, exitCodes } from "./exit-codes.js";
import { explainError } from "./explain-error.js";
import { type ExampleWords, exampleWords } from "./help/example-words.js";
import type { Output } from "./output.js";
import { FallbackNote } from "./schemas/fallback-note.js";
import { schemasOption } from "./schemas/options.js";
import { version } from "./version.js";

/** Runs the command with the arguments after its name. Reports its own failures; never throws. */
export async function run(args: readonly string[], given: Context): Promise<ExitCode> {
  const note = new FallbackNote(given, { isQuiet: quietCommands.has(args[0] ?? "") });
  const context = note.observe();
  let exitCode: ExitCode = exitCodes.ok;
  const exit = (code: ExitCode): void => {
    exitCode = code;
  };
  const words = await exampleWords(withHelpFlag(args), context);
  const { program, said } = declareProgram(context, exit, words);
  try {
    try {
      await program.parseAsync(withHelpFlag(args), { from: "user" });
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error;
      if (error.code === "commander.help")
        throw new UsageError(["name a command", "", ...said().trimEnd().split("\n")]);
      if (error.exitCode !== 0) throw new UsageError(usageMessage(error, commandNamed(program, args)));
      // Commander throws for help and the version, too.
      await context.stdout.print(said());
    }
    await context.stdout.flush();
    await note.print();
  } catch (error) {
    exitCode = await report(error, context);
    await note.print(error);
  }
  await context.stderr.flush();
  return exitCode;
}

/** Commands that print nothing about events when all is well. */
const quietCommands = new Set(["emit", "completion"]);

/** `help emit` → `emit --help`, which loads the command that the help is about. */
function withHelpFlag(args: readonly string[]): readonly string[] {
  const [first, name, ...rest] = args;
  if (first !== "help") return args;
  if (name === undefined || name === "help") return ["--help"];
  // Without --help, an unknown name is refused.
  return Object.hasOwn(commands, name) ? [name, ...rest, "--help"] : [name];
}

function declareProgram(
  context: Context,
  exit: (code: ExitCode) => void,
  words: ExampleWords,
): { program: Command; said: () => string } {
  const texts: string[] = [];
  const program = new Command("metric-events")
    .description(
      "Write metric events to a log, one JSON line each, described by JSON Schemas; validate, follow and query the log.",
    )
    .version(version(), "-V, --version", "print the version")
    .addOption(schemasOption())
    .helpOption("-h, --help", "show help")
    .helpCommand(false)
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => texts.push(text),
      // The thrown error says what went wrong; help that is written here becomes part of the message.
      writeErr: (text) => texts.push(text),
      getOutHelpWidth: () => context.stdout.columns,
      getErrHelpWidth: () => context.stderr.columns,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .showSuggestionAfterError()
    .addHelpText(
      "after",
      examples(
        words.emit,
        "metric-events validate",
        `metric-events tail -f --event ${words.event}`,
        `metric-events events show ${words.event}`,
      ),
    );
  for (const [name, { summary }] of Object.entries(commands)) program.command(name).summary(summary);
  program.hook("preSubcommand", async (_, command) => {
    const module = await commands[command.name()]?.load();
    module?.declare(command, { context, exit, commands, words });
  });
  return { program, said: () => texts.join("") };
}

/** `error: unknown option '--strct'\n(Did you mean --strict?)` → `unknown option '--strct'; did you mean --strict?` */
function usageMessage(error: CommanderError, command: string): readonly string[] {
  const message = error.message.replace(/^error: /, "");
  const meant = /\n\(Did you mean (.+)\?\)$/s;
  if (meant.test(message)) return [message.replace(meant, (_, known) => didYouMean(known, { write: String }))];
  return [message, `See ${command} --help.`];
}

/** The innermost command that arguments name, with the names of those around it. */
function commandNamed(program: Command, args: readonly string[]): string {
  const names = [program.name()];
  let command = program;
  for (const arg of args) {
    const child = command.commands.find((each) => each.name() === arg);
    if (child === undefined) continue;
    names.push(arg);
    command = child;
  }
  return names.join(" ");
}

async function report(error: unknown, { stdout, stderr }: Context): Promise<ExitCode> {
  const explanation = explainError(error);
  if (explanation !== undefined && explanation.lines.length === 0) return explanation.exitCode;
  // Results that came before the error are printed before it.
  await flushQuietly(stdout);
  if (explanation !== undefined) {
    await stderr.print(`metric-events: ${printableLines(explanation.lines)}\n`);
    return explanation.exitCode;
  }
  const details = (error instanceof Error ? error.stack : undefined) ?? String(error);
  await stderr.print(
    `metric-events: this is a bug in metric-events ${version()}. Please report it, with the command and these lines:\n${printableLines(details.split("\n"))}\n`,
  );
  return exitCodes.bug;
}

async function flushQuietly(output: Output): Promise<void> {
  try {
    await output.flush();
  } catch {
    // The first error is the one to report.
  }
}
