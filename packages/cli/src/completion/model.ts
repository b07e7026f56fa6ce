import type { Catalogue } from "@metric-events/runtime";
import { Command } from "commander";
import type { CommandTable } from "../commands/command-module.js";
import type { Context } from "../context.js";
import { flagsOf, ownFlags } from "../emit/flags.js";
import { runnerWords } from "../help/example-words.js";

/** What can follow in the command line, as a tree: a command, its subcommands, and the events that are its arguments. */
export interface CompletionNode {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletionOption[];
  readonly children: readonly CompletionNode[];
  /** Its other arguments, besides the children. */
  readonly operands: ValueKind;
}

export interface CompletionOption {
  /** With their dashes. */
  readonly names: readonly string[];
  readonly summary: string;
  readonly value: ValueKind;
}

/** What comes next: nothing, free text, a path, or one of a few words. */
export type ValueKind = "none" | "text" | "file" | "folder" | readonly string[];

/** A node with the words that lead to it, such as `events show`; `""` for the command itself. */
export interface PlacedNode {
  readonly chain: string;
  readonly node: CompletionNode;
}

/** The whole command line of `metric-events`, with the events of a catalogue. */
export async function completionModel(
  table: CommandTable,
  catalogue: Catalogue,
  context: Context,
): Promise<CompletionNode> {
  const children: CompletionNode[] = [];
  for (const [name, { summary, load }] of Object.entries(table)) {
    const command = new Command(name).summary(summary);
    (await load()).declare(command, { context, exit: () => {}, commands: table, words: runnerWords });
    children.push(name === "emit" ? emitNode(summary, catalogue) : nodeOf(command, catalogue));
  }
  const options: CompletionOption[] = [
    { names: ["--schemas"], summary: ownFlags.schemas.description, value: "folder" },
    { names: ["--version", "-V"], summary: "print the version", value: "none" },
    help,
  ];
  return { name: "metric-events", summary: "", options, children, operands: "none" };
}

/** All nodes, the outermost first. */
export function placedNodes(root: CompletionNode): readonly PlacedNode[] {
  const below = (chain: string, node: CompletionNode): PlacedNode[] => [
    { chain, node },
    ...node.children.flatMap((child) => below(chain === "" ? child.name : `${chain} ${child.name}`, child)),
  ];
  return below("", root);
}

const help: CompletionOption = { names: ["--help", "-h"], summary: "show help", value: "none" };

function nodeOf(command: Command, catalogue: Catalogue): CompletionNode {
  const [argument] = command.registeredArguments;
  const takesEvent = argument?.name() === "event";
  const options = command.options.filter(({ hidden }) => !hidden);
  return {
    name: command.name(),
    summary: command.summary() || command.description(),
    options: [
      ...options.map(({ long, short, description, flags, argChoices }) => ({
        names: [long, short].filter((name) => name !== undefined),
        summary: description,
        value: argChoices ?? valueKind(flags, catalogue),
      })),
      help,
    ],
    children: [
      ...command.commands.map((child) => nodeOf(child, catalogue)),
      ...(takesEvent ? eventNodes(catalogue, () => []) : []),
    ],
    operands:
      takesEvent || argument === undefined
        ? "none"
        : (argument.argChoices ?? valueKind(`<${argument.name()}>`, catalogue)),
  };
}

function emitNode(summary: string, catalogue: Catalogue): CompletionNode {
  const own = Object.entries(ownFlags).map(([name, { placeholder, description }]) => ({
    names: name === "help" ? help.names : [`--${name}`],
    summary: description,
    value: valueKind(placeholder, catalogue),
  }));
  const optionsOf = (definition: Catalogue["definitions"][number]): CompletionOption[] => {
    const flags = flagsOf(definition).filter(({ isShadowed, field }) => !isShadowed && field.fields === undefined);
    const options = flags.map(({ name, field }) => ({
      names: [`--${name}`],
      summary: field.description,
      value: valuesOf(field.values),
    }));
    return [...options, ...own];
  };
  return { name: "emit", summary, options: own, children: eventNodes(catalogue, optionsOf), operands: "none" };
}

function eventNodes(
  { definitions }: Catalogue,
  optionsOf: (definition: Catalogue["definitions"][number]) => CompletionOption[],
): CompletionNode[] {
  return definitions.map((definition) => ({
    name: definition.eventName,
    summary: definition.description,
    options: optionsOf(definition),
    children: [],
    operands: "none",
  }));
}

function valuesOf(values: readonly unknown[] | undefined): ValueKind {
  const words = values?.filter((value) => typeof value === "string" && /^[\w.+-]+$/.test(value));
  return words === undefined || words.length === 0 ? "text" : words.map(String);
}

/** `--out <dir>` → a folder */
function valueKind(flags: string, { eventNames }: Catalogue): ValueKind {
  const placeholder = /[<[]([\w-]+)/.exec(flags)?.[1];
  switch (placeholder) {
    case undefined:
      return "none";
    case "file":
    case "files":
      return "file";
    case "dir":
    case "schemas-dir":
      return "folder";
    case "name":
      return eventNames;
    default:
      return "text";
  }
}
