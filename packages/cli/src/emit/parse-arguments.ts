import { isOwnFlag, type OwnFlag, ownFlags } from "./flags.js";

/** One flag of the event as the user wrote it; `text` is `undefined` without a value. */
export interface GivenFlag {
  readonly name: string;
  readonly text: string | undefined;
}

export interface EmitArguments {
  /** The event's name, or `-` to read JSON lines from standard input. */
  readonly eventName: string | undefined;
  readonly own: Readonly<Partial<Record<OwnFlag, string>>>;
  readonly given: readonly GivenFlag[];
  /** Mistakes that do not depend on the event. */
  readonly mistakes: readonly string[];
}

/**
 * Splits the arguments of `emit` into flags and values. The flags depend on the event, so every flag takes the next argument as its
 * value unless that begins with two dashes; for such a value write `--flag=--text`. Negative numbers work as values.
 */
export function parseArguments(args: readonly string[]): EmitArguments {
  const own: Partial<Record<OwnFlag, string>> = {};
  const given: GivenFlag[] = [];
  const operands: string[] = [];
  const mistakes: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? "";
    if (arg === "--") {
      operands.push(...args.slice(index + 1));
      break;
    }
    const split = splitFlag(arg);
    if (split === undefined) {
      if (/^-[a-zA-Z]/.test(arg)) mistakes.push(`${arg}: not a flag; the flags of events begin with two dashes`);
      else operands.push(arg);
      continue;
    }
    const { name } = split;
    let { text } = split;
    const next = args[index + 1];
    if (text === undefined && name !== "help" && next !== undefined && !isFlag(next)) {
      text = next;
      index++;
    }
    if (!isOwnFlag(name)) given.push({ name, text });
    else if (own[name] !== undefined) mistakes.push(`--${name}: given twice, expected once`);
    else if (name === "help") own.help = "";
    else if (text === undefined || (text === "" && name !== "json"))
      mistakes.push(`--${name}: expected ${ownFlags[name].placeholder}, received nothing`);
    else own[name] = text;
  }
  const [eventName, ...more] = operands;
  const unused = more.map((text) => `${JSON.stringify(text)}: unexpected argument; quote values that contain spaces`);
  return { eventName, own, given, mistakes: [...mistakes, ...unused] };
}

/** `--name`, `--name=text` or `-h`; `undefined` for anything else. */
function splitFlag(arg: string): GivenFlag | undefined {
  if (arg === "-h") return { name: "help", text: undefined };
  if (!isFlag(arg)) return undefined;
  const equals = arg.indexOf("=");
  return equals === -1
    ? { name: arg.slice(2), text: undefined }
    : { name: arg.slice(2, equals), text: arg.slice(equals + 1) };
}

function isFlag(arg: string): boolean {
  return arg.startsWith("--");
}
