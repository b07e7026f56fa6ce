import {
  diagnose,
  type Filter,
  faultMessage,
  type GoodLine,
  isBlank,
  type JudgedLine,
  judgeLine,
  type LogLine,
  type RefusedLine,
  withExactNumbers,
} from "@metric-events/reader";
import type { Catalogue } from "@metric-events/runtime";
import { harmlessJson, paintFor, printable } from "@metric-events/text";
import type { Context } from "../context.js";
import { EventLineFormatter } from "../format/event-line.js";

interface PrinterOptions {
  readonly catalogue: Catalogue;
  readonly filter: Filter | undefined;
  /** Whether lines are printed unchanged. Bad ones then go to standard error, so that the output is JSON. */
  readonly isJson: boolean;
  readonly zone: "local" | "utc";
  readonly context: Context;
}

/** How many judged lines are remembered until they are printed. */
const maxRemembered = 10_000;

/** Prints the lines that the filter accepts. */
export class LinePrinter {
  readonly #options: PrinterOptions;
  readonly #formatter: EventLineFormatter;
  /** By the text of lines: the end of a log is read backwards to find where to begin, and then forwards. */
  readonly #remembered = new Map<string, JudgedLine | undefined>();

  constructor(options: PrinterOptions) {
    this.#options = options;
    const { catalogue, zone, context } = options;
    this.#formatter = new EventLineFormatter({ catalogue, zone, paint: paintFor(context.stdout, context.env) });
  }

  /** Whether to print the line: it is not blank, and the filter accepts it. */
  isWanted = (line: LogLine): boolean => {
    if (this.#options.filter === undefined) return line.kind !== "text" || !isBlank(line.text);
    const judged = this.#judge(line);
    if (line.kind === "text" && this.#remembered.size < maxRemembered) this.#remembered.set(line.text, judged);
    return judged !== undefined;
  };

  async print(line: LogLine): Promise<void> {
    const { isJson, context } = this.#options;
    const judged = this.#recall(line);
    if (judged === undefined) return;
    if (!judged.isValid) await this.#printBad(judged);
    else if (isJson) await context.stdout.printRaw(`${harmlessJson(judged.line.text.trim())}\n`);
    else await context.stdout.print(`${this.#formatter.event(judged.event, exactEvent(judged))}\n`);
  }

  /** Judges a line, unless {@link isWanted} did. */
  #recall(line: LogLine): JudgedLine | undefined {
    if (line.kind !== "text" || !this.#remembered.has(line.text)) return this.#judge(line);
    const judged = this.#remembered.get(line.text);
    this.#remembered.delete(line.text);
    return judged;
  }

  /** `undefined` for a line that is not printed. */
  #judge(line: LogLine): JudgedLine | undefined {
    const { catalogue, filter } = this.#options;
    const judged = judgeLine(line, catalogue, "reader");
    if (judged === undefined || filter?.(judged.isValid ? exactEvent(judged) : judged.data) === false) return undefined;
    return judged;
  }

  async #printBad(bad: RefusedLine): Promise<void> {
    const { catalogue, isJson, context } = this.#options;
    const { faults } = diagnose(bad, catalogue, "reader");
    const reasons = faults.map(faultMessage);
    if (isJson) {
      await context.stdout.flush();
      await context.stderr.print(`metric-events: bad line: ${printable(reasons.join("; "))}\n`);
    } else await context.stdout.print(`${this.#formatter.bad(reasons, textOf(bad.line), bad.data)}\n`);
  }
}

/** The event with the numbers as they were logged. */
function exactEvent({ event, numbers }: GoodLine): object {
  return Object(withExactNumbers(event, numbers));
}

function textOf(line: LogLine): string {
  switch (line.kind) {
    case "text":
      return line.text.trim();
    case "not-utf8":
      return Buffer.from(line.bytes).toString().trim();
    case "too-long":
      return "";
    default:
      return line satisfies never;
  }
}
