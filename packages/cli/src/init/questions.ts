import { isAbsolute, posix, resolve } from "node:path";
import { type CiHost, ciHosts, type Layout } from "@metric-events/project";
import { statPath } from "@metric-events/system";
import type { Context } from "../context.js";
import { UsageError } from "../errors.js";

/** What `--ci` takes. */
export const ciChoices = [...ciHosts, "both", "none"] as const;

type CiChoice = (typeof ciChoices)[number];

/** What the options of `init` say. */
export interface GivenAnswers {
  readonly schemas?: string | undefined;
  readonly out?: string | undefined;
  readonly log?: string | undefined;
  readonly ci?: CiChoice | undefined;
}

interface Answers {
  readonly layout: Layout;
  readonly hosts: readonly CiHost[];
}

/** What a person may be asked. At most three questions. */
interface Question {
  readonly text: string;
  readonly byDefault: string;
  readonly isAnswer: (text: string) => boolean;
  /** What is expected, after a wrong answer. */
  readonly expected: string;
}

/**
 * The answers: those that options give, else those of a person where there is one to ask, else the defaults.
 *
 * @param options.nameOf what says an answer: an option, or a key of the config file.
 * @throws {UsageError} for a folder outside of the project, and a log that is a folder.
 */
export async function answersOf(
  given: GivenAnswers,
  defaults: Answers,
  {
    cwd,
    ask,
    nameOf,
  }: {
    readonly cwd: string;
    readonly ask: Context["ask"];
    readonly nameOf: (key: keyof Layout) => string;
  },
): Promise<Answers> {
  const schemas = inside(nameOf("schemas"), given.schemas ?? defaults.layout.schemas);
  const answer = async (known: string | undefined, question: Question): Promise<string> =>
    known ?? (ask === undefined ? question.byDefault : askFor(question, ask));
  const out = await answer(given.out, {
    text: "Folder for the generated code",
    byDefault: defaults.layout.out,
    isAnswer: isInside,
    expected: folderForm,
  });
  const log = await answer(given.log, {
    text: "The log of this project",
    byDefault: defaults.layout.log,
    isAnswer: (text) => isFilePath(text, cwd),
    expected: "a file",
  });
  const ci = await answer(given.ci, {
    text: `Continuous integration (${ciChoices.join(", ")})`,
    byDefault: choiceOf(defaults.hosts),
    isAnswer: (text) => ciChoices.some((each) => each === text),
    expected: ciChoices.join(", "),
  });
  return {
    layout: { schemas, out: inside(nameOf("out"), out), log: logFile(log, cwd, nameOf("log")) },
    hosts: hostsOf(ci),
  };
}

async function askFor(
  { text, byDefault, isAnswer, expected }: Question,
  ask: NonNullable<Context["ask"]>,
): Promise<string> {
  for (let prompt = `${text} [${byDefault}]: `; ; prompt = `Expected ${expected} [${byDefault}]: `) {
    const said = (await ask(prompt)).trim();
    if (said === "") return byDefault;
    if (isAnswer(said)) return said;
  }
}

function choiceOf(hosts: readonly CiHost[]): CiChoice {
  return hosts.length === ciHosts.length ? "both" : (hosts[0] ?? "none");
}

function hostsOf(choice: string): readonly CiHost[] {
  return choice === "both" ? ciHosts : ciHosts.filter((host) => host === choice);
}

const folderForm = "a folder within the project, of letters, digits and _ - . @";

function inside(name: string, path: string): string {
  if (isInside(path)) return normal(path);
  throw new UsageError(`${name}: expected ${folderForm}, received ${JSON.stringify(path)}`);
}

/** Scripts and workflows name these folders, and shells read both: a name that needs no quotes is right everywhere. */
function isInside(path: string): boolean {
  const plain = normal(path);
  const isBelow = !isAbsolute(path) && plain !== "." && plain !== ".." && !plain.startsWith("../");
  return isBelow && /^[\p{L}\p{N}_.@/-]+$/u.test(plain) && !plain.startsWith("-");
}

function logFile(path: string, cwd: string, name: string): string {
  if (isFilePath(path, cwd)) return normal(path);
  throw new UsageError(`${name}: expected a file, received the folder ${JSON.stringify(path)}`);
}

function isFilePath(path: string, cwd: string): boolean {
  return !/(?:^|\/)\.{0,2}$/.test(path) && statPath(resolve(cwd, path))?.isDirectory() !== true;
}

function normal(path: string): string {
  return posix.normalize(path).replace(/(?<=.)\/$/, "");
}
