import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";

/** What a person is asked for. */
export interface LineQuestion {
  readonly prompt: string;
  /** Lines that were typed before, the newest first. */
  readonly history: readonly string[];
  /** Words that can stand at the end of a line, and the beginning of them that is there already. */
  readonly complete: (line: string) => readonly [words: string[], beginning: string];
}

/** A line; or the person has pressed Ctrl-C, or Ctrl-D: there are no more lines. */
export type TypedLine =
  | { readonly kind: "line"; readonly text: string }
  | { readonly kind: "cancelled" }
  | { readonly kind: "end" };

/**
 * Reads lines that a person types, with history and completion. Between two lines the terminal is as it was, so that Ctrl-C interrupts
 * what the program does.
 */
export function lineReader(input: Readable, output: Writable): (question: LineQuestion) => Promise<TypedLine> {
  /** Lines that were pasted together with the one before. */
  const pasted: string[] = [];
  return async ({ prompt, history, complete }) => {
    const next = pasted.shift();
    if (next !== undefined) {
      output.write(`${prompt}${next}\n`);
      return { kind: "line", text: next };
    }
    const terminal = createInterface({
      input,
      output,
      terminal: true,
      history: [...history],
      historySize: 1000,
      removeHistoryDuplicates: true,
      completer: (line: string) => [...complete(line)],
      prompt,
    });
    try {
      return await new Promise<TypedLine>((resolve) => {
        let isAnswered = false;
        terminal.on("line", (text) => {
          if (isAnswered) pasted.push(text);
          isAnswered = true;
          resolve({ kind: "line", text });
        });
        terminal.once("SIGINT", () => {
          output.write("^C\n");
          resolve({ kind: "cancelled" });
        });
        terminal.once("close", () => resolve({ kind: "end" }));
        terminal.prompt();
      });
    } finally {
      terminal.close();
    }
  };
}
