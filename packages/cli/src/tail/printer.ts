import { diagnose, type Filter, faultMessage, judgeLine, type Line, type RefusedLine } from "@metric-events/reader";
import type { Catalogue } from "@metric-events/runtime";
import { paintFor, printable } from "@metric-events/text";
import type { Context } from "../context.js";
import { EventLineFormatter } from "../format/event-line.js";

export interface PrinterOptions {
  readonly catalogue: Catalogue;
  readonly filter: Filter | undefined;
  /** Whether lines are printed as they are. Bad ones then go to standard error, so that what comes out is JSON. */
  readonly isJson: boolean;
  readonly zone: "local" | "utc";
  readonly context: Context;
}

/** Prints the lines of a log that are asked for. */
export class LinePrinter {
  readonly #options: PrinterOptions;
  readonly #formatter: EventLineFormatter;

  constructor(options: PrinterOptions) {
    this.#options = options;
    const { catalogue, zone, context } = options;
    this.#formatter = new EventLineFormatter({ catalogue, zone, paint: paintFor(context.stdout, context.env) });
  }

  /** Whether the line is one of those to show: not blank, and let through by the filter. */
  isWanted = (line: Line): boolean => {
    const { catalogue, filter } = this.#options;
    if (filter === undefined) return line.kind !== "text" || /\S/.test(line.text);
    const judged = judgeLine(line, catalogue, "reader");
    if (judged === undefined) return false;
    return filter(judged.isValid ? judged.event : judged.data);
  };

  async print(line: Line): Promise<void> {
    const { catalogue, filter, isJson, context } = this.#options;
    const judged = judgeLine(line, catalogue, "reader");
    if (judged === undefined || filter?.(judged.isValid ? judged.event : judged.data) === false) return;
    if (!judged.isValid) await this.#printBad(judged);
    else if (isJson) await context.stdout.print(`${judged.line.text.trimEnd()}\n`);
    else await context.stdout.print(`${this.#formatter.event(judged.event)}\n`);
  }

  async #printBad(bad: RefusedLine): Promise<void> {
    const { catalogue, isJson, context } = this.#options;
    const { faults } = await diagnose(bad, catalogue, "reader");
    const reasons = faults.map(faultMessage);
    if (isJson) {
      await context.stdout.flush();
      await context.stderr.print(`metric-events: bad line: ${printable(reasons.join("; "))}\n`);
    } else await context.stdout.print(`${this.#formatter.bad(reasons, textOf(bad.line), timestampIn(bad.data))}\n`);
  }
}

function textOf(line: Line): string {
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

function timestampIn(data: unknown): unknown {
  return typeof data === "object" && data !== null && "timestamp" in data ? data.timestamp : undefined;
}
