import type { EventOrigin, ResultPlace } from "@metric-events/reader";
import { type ColumnsResult, type OriginatedColumns, unpack } from "../columns/columns.js";
import { Dictionary } from "../columns/dictionary.js";
import type { EventPlan } from "../columns/event-plan.js";
import type { LineExample } from "./line-example.js";
import { OriginTable } from "./origin-table.js";
import { LinePlaces } from "./place.js";

/** Distinct texts of all dimensions together. */
const maxTexts = 200_000;
const manyOthers = "(more values)";

/** Events of a batch in numbers of the report. */
export interface NumberedResult {
  readonly events: readonly OriginatedColumns[];
  /** Codes of the batch → codes of the report. */
  readonly codeOf: Uint32Array;
  /** A line of the batch → a line of the report. */
  readonly place: (line: number) => number;
  /** The number of the file. */
  readonly file: number;
}

/** The numbers that a report has for texts, origins and lines. */
export class ReportNumbers {
  readonly dictionary = new Dictionary();
  readonly places = new LinePlaces();
  readonly #origins = new OriginTable();

  get origins(): readonly EventOrigin[] {
    return this.#origins.origins;
  }

  of(result: ColumnsResult, { file, origin, linesBefore }: ResultPlace): NumberedResult {
    const fileNumber = this.places.fileOf(file);
    return {
      file: fileNumber,
      codeOf: this.#codesOf(result.dictionary),
      place: (line) => this.places.encode(fileNumber, linesBefore + line),
      events: result.events.map((packed) => {
        const columns = unpack(packed);
        return { ...columns, origins: this.#origins.ofRows(columns, result.dictionary, origin) };
      }),
    };
  }

  #codesOf(dictionary: readonly string[]): Uint32Array {
    const codes = new Uint32Array(dictionary.length + 1);
    dictionary.forEach((text, index) => {
      const isFull = this.dictionary.texts.length >= maxTexts;
      codes[index + 1] = isFull ? this.dictionary.knownOr(text, manyOthers) : this.dictionary.codeOf(text);
    });
    return codes;
  }
}

/** The events of rows, to be shown. */
export function lineExamplesOf(
  { times, lines, origins, codes }: OriginatedColumns,
  { plan, codeOf, place }: Pick<NumberedResult, "codeOf" | "place"> & { readonly plan: EventPlan },
): (row: number) => LineExample {
  const dimensions = codes.slice(0, plan.dimensions.length);
  return (row) => ({
    place: place(lines[row] as number),
    time: times[row] as number,
    origin: origins[row] as number,
    plan,
    codes: dimensions.map((column) => codeOf[column[row] as number] as number),
  });
}
