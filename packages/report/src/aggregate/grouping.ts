import type { EventOrigin } from "@metric-events/reader";
import type { EventColumns } from "../columns/columns.js";
import type { Dictionary } from "../columns/dictionary.js";
import type { EventPlan } from "../columns/event-plan.js";
import { restGroup } from "./group-slots.js";

/** What events are grouped by. */
export interface GroupField {
  /** As it is shown. */
  readonly name: string;
  /** The path of a dimension; `undefined` for the host. */
  readonly path: string | undefined;
}

/** Combinations of values beyond this many count as one group. */
const maxCombinations = 10_000;

/** Gives events of one group the same code: that of the value where they are grouped by one field, else that of a combination of values. */
export class Grouping {
  readonly #by: readonly GroupField[];
  readonly #dictionary: Dictionary;
  readonly #combinations: (readonly number[])[] = [[]];
  readonly #codes = new Map<string, number>();

  /** @param dictionary of the report: codes are those of its texts. */
  constructor(by: readonly GroupField[], dictionary: Dictionary) {
    this.#by = by;
    this.#dictionary = dictionary;
  }

  /**
   * The group of each row.
   *
   * @param codeOf codes of the batch → codes of the report.
   */
  ofRows(
    columns: EventColumns,
    { dimensions }: EventPlan,
    codeOf: Uint32Array,
    { numbers, origins }: { readonly numbers: Uint32Array; readonly origins: readonly EventOrigin[] },
  ): Uint32Array {
    const hostCodes: number[] = [];
    const hostOf = (origin: number): number => (hostCodes[origin] ??= this.#codeOfHost(origins[origin]));
    const fields = this.#by.map(({ path }) => {
      if (path === undefined) return numbers.map(hostOf);
      const column = columns.codes[dimensions.findIndex((each) => each.path === path)];
      return column?.map((code) => codeOf[code] as number) ?? new Uint32Array(numbers.length);
    });
    const [only = new Uint32Array(numbers.length), ...others] = fields;
    return others.length === 0
      ? only
      : only.map((_, row) => this.#combined(fields.map((field) => field[row] as number)));
  }

  /** The values of a group, one for each field; `undefined` where its events do not have the field. */
  valuesOf(code: number): readonly (string | undefined)[] {
    const codes = this.#by.length > 1 ? (this.#combinations[code] ?? []) : this.#by.length === 1 ? [code] : [];
    return codes.map((each) => (each === 0 ? undefined : this.#dictionary.texts[each - 1]));
  }

  /** An event whose host is not known is shown with its log. */
  #codeOfHost(origin: EventOrigin | undefined): number {
    return origin === undefined ? 0 : this.#dictionary.codeOf(origin.host ?? origin.logName);
  }

  #combined(codes: readonly number[]): number {
    const key = codes.join(",");
    const known = this.#codes.get(key);
    if (known !== undefined) return known;
    if (this.#combinations.length > maxCombinations) return restGroup;
    const code = this.#combinations.push(codes) - 1;
    this.#codes.set(key, code);
    return code;
  }
}
