/** A case: what it is about, files, and commands with what they must say. The files below `test/cases` are read by people, too. */
export interface Case {
  readonly intro: string;
  readonly files: readonly CaseFile[];
  readonly steps: readonly Step[];
}

export interface CaseFile {
  /** The line that begins it, such as `== log (escaped)`. */
  readonly header: string;
  readonly name: string;
  readonly body: string;
  readonly content: Buffer;
}

export interface Step {
  /** As one types it, without the `$`. */
  readonly command: string;
  readonly expected: string;
}

/**
 * ```
 * What the case shows.
 *
 * == events.log                 a file; `(escaped)` reads \x00 and \n, `(unterminated)` drops the last newline
 * {"timestamp":…}
 * == run
 * $ metric-events validate events.log
 * standard output
 * ! standard error
 * [1]                           the exit code, when it is not 0
 * ```
 */
export function parseCase(text: string): Case {
  const [intro = "", ...sections] = text.split(/^(?=== )/m);
  const files: CaseFile[] = [];
  let steps: Step[] = [];
  for (const section of sections) {
    const end = section.indexOf("\n");
    const header = section.slice(0, end);
    const body = section.slice(end + 1);
    if (header === "== run") steps = parseSteps(body);
    else files.push(parseFile(header, body));
  }
  return { intro, files, steps };
}

/** The text of a case again, with what its commands said. */
export function formatCase({ intro, files, steps }: Case, results: readonly string[]): string {
  const sections = files.map(({ header, body }) => `${header}\n${body}`);
  const run = steps.map(({ command }, index) => `$ ${command}\n${results[index] ?? ""}`);
  return `${intro}${sections.join("")}== run\n${run.join("")}`;
}

function parseFile(header: string, body: string): CaseFile {
  const [, name = "", flags = ""] = /^== (\S+)(?: \((.+)\))?$/.exec(header) ?? [];
  const text = flags.includes("unterminated") ? body.replace(/\n$/, "") : body;
  return { header, name, body, content: flags.includes("escaped") ? unescape(text) : Buffer.from(text) };
}

function unescape(text: string): Buffer {
  const parts = text.split(/(\\x[\da-f]{2}|\\r)/);
  return Buffer.concat(
    parts.map((part, index) => {
      if (index % 2 === 0) return Buffer.from(part);
      return part === "\\r" ? Buffer.from("\r") : Buffer.from(part.slice(2), "hex");
    }),
  );
}

function parseSteps(body: string): Step[] {
  return body
    .split(/^\$ /m)
    .slice(1)
    .map((step) => {
      const end = step.indexOf("\n");
      return { command: step.slice(0, end), expected: step.slice(end + 1) };
    });
}

/** Words of a command line: quotes as in a shell, nothing else of it. */
export function parseWords(command: string): string[] {
  const words = command.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
  return words.map((word) =>
    word.replaceAll(/"([^"]*)"|'([^']*)'/g, (_, double?: string, single?: string) => double ?? single ?? ""),
  );
}
