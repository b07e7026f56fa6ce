export interface Block {
  readonly language: string;
  readonly code: string;
  /** The line of its opening fence. */
  readonly line: number;
  /** The nearest text before the block. */
  readonly before: string;
}

export interface Step {
  readonly command: string;
  readonly output: string;
}

export interface Session {
  readonly line: number;
  readonly steps: readonly Step[];
  /** Why it is left out; it runs when undefined. */
  readonly skipped?: string;
}

/** The fenced blocks of a document. */
export function blocksOf(markdown: string): Block[] {
  const lines = markdown.split("\n");
  const blocks: Block[] = [];
  let before = "";
  for (let index = 0; index < lines.length; index++) {
    const [, language] = /^```(\w+)$/.exec(lines[index] ?? "") ?? [];
    if (language === undefined) {
      if (lines[index]?.trim() !== "") before = lines[index] ?? "";
      continue;
    }
    const end = lines.indexOf("```", index + 1);
    blocks.push({ language, code: lines.slice(index + 1, end).join("\n"), line: index + 1, before });
    index = end;
  }
  return blocks;
}

/**
 * The ```console sessions of a document, which run one after the other in one folder. One that calls a program that is not
 * installed is skipped, and so is each later one that builds on it: that uses a file of a skipped session, also the log that
 * `metric-events` reads and writes when none is named.
 */
export function sessionsOf(blocks: readonly Block[], isInstalled: (program: string) => boolean): Session[] {
  const missing = new Map<string, { readonly line: number; readonly program: string }>();
  return blocks
    .filter(({ language }) => language === "console")
    .map(({ code, line }) => {
      const steps = stepsOf(code);
      const programs = steps.flatMap(({ command }) => programsOf(command));
      const files = steps.flatMap(({ command }) => filesOf(command));
      const program = programs.find((name) => !isInstalled(name));
      const file = files.find((name) => missing.has(name));
      const lost = file === undefined ? undefined : missing.get(file);
      if (program === undefined && lost === undefined) return { line, steps };
      const why = { line, program: program ?? lost?.program ?? "" };
      for (const name of files) if (!missing.has(name)) missing.set(name, why);
      const skipped =
        program === undefined && lost !== undefined
          ? `it uses ${file} of the session in line ${lost.line}, which is skipped: ${lost.program} is not installed`
          : `${program} is not installed`;
      return { line, steps, skipped };
    });
}

/** `$ command`, lines of it that go on after `> ` or a backslash, and what it prints. */
function stepsOf(session: string): Step[] {
  const steps: { command: string; output: string }[] = [];
  for (const line of session.split("\n")) {
    const last = steps.at(-1);
    if (line.startsWith("$ ")) steps.push({ command: line.slice(2), output: "" });
    else if (last?.command.endsWith("\\") && last.output === "") last.command += `\n${line}`;
    else if (last !== undefined && last.output === "" && line.startsWith("> ")) last.command += `\n${line.slice(2)}`;
    else if (last !== undefined) last.output += `${line}\n`;
  }
  return steps;
}

/** The programs that a command line calls, without those in substitutions. */
function programsOf(command: string): string[] {
  const [line = ""] = command.replaceAll("\\\n", " ").split("\n");
  const unquoted = line.replaceAll(/'[^']*'|"(?:[^"\\]|\\.)*"/g, "''");
  return unquoted
    .split(/\|\|?|&&|;/)
    .map((part) => /^\s*(?:\w+=\S*\s+)*([\w.-]+)/.exec(part)?.[1])
    .filter((name) => name !== undefined);
}

/** Words that name files: with a dot and an ending, or what a redirection writes. And what stands for the log of no name. */
function filesOf(command: string): string[] {
  const words = [...command.matchAll(/[\w/.-]+\.[a-z]\w*/gi), ...command.matchAll(/>\s*([\w/.-]+)/g)];
  const files = words.map(([word, redirected]) => redirected ?? word);
  return programsOf(command).includes("metric-events") ? [...files, "the log"] : files;
}
