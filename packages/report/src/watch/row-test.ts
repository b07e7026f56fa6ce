import { type EventOrigin, ExactNumber, type FieldCondition } from "@metric-events/reader";
import { fieldPath } from "@metric-events/runtime";
import type { OriginatedColumns } from "../columns/columns.js";
import type { EventPlan } from "../columns/event-plan.js";

/** Whether a row of a batch satisfies conditions. */
export type RowTest = (row: number) => boolean;

/** A test of the field that a column holds, or of the host, which the name of a log may say as well. */
export interface ColumnTest {
  readonly column: "numbers" | "codes" | "origins";
  /** Which of these columns; there is one of origins. */
  readonly index: number;
  readonly isNumeric: boolean;
  readonly test: FieldCondition["test"];
}

/**
 * The tests of rows for those of fields.
 *
 * @param isHost whether names lead to the host: see `hostConditions` of the reader.
 * @returns the path of the first field that no column has.
 */
export function columnTests(
  tests: readonly Omit<FieldCondition, "operator" | "value">[],
  { measures, counts, dimensions, identifiers }: EventPlan,
  isHost: (names: readonly string[]) => boolean,
): readonly ColumnTest[] | { readonly unknown: string } {
  const found: ColumnTest[] = [];
  for (const { names, types, test } of tests) {
    if (isHost(names)) {
      found.push({ column: "origins", index: 0, isNumeric: false, test });
      continue;
    }
    const path = fieldPath(names);
    const at = (fields: EventPlan["measures"]): number => fields.findIndex((field) => field.path === path);
    const [number, code] = [at([...measures, ...counts]), at([...dimensions, ...identifiers])];
    if (number === -1 && code === -1) return { unknown: path };
    const isNumeric = types.includes("number") || types.includes("integer");
    found.push({ column: number === -1 ? "codes" : "numbers", index: number === -1 ? code : number, isNumeric, test });
  }
  return found;
}

/** What the codes in the columns of a batch stand for. */
interface Meaning {
  readonly dictionary: readonly string[];
  readonly origins: readonly EventOrigin[];
}

/** Tests the rows of a batch. Each text of its dictionary, and each origin, is tested once. */
export function rowTest(
  tests: readonly ColumnTest[],
  columns: Pick<OriginatedColumns, "numbers" | "codes" | "origins">,
  { dictionary, origins }: Meaning,
): RowTest {
  const rows = tests.map(({ column, index, isNumeric, test }): RowTest => {
    if (column === "origins") {
      const hosts: (boolean | undefined)[] = [];
      return (row) => {
        const origin = columns.origins[row] as number;
        return (hosts[origin] ??= test(origins[origin]?.host));
      };
    }
    if (column === "numbers") {
      const values = columns.numbers[index] ?? new Float64Array(0);
      return (row) => test(Number.isNaN(values[row]) ? undefined : values[row]);
    }
    const codes = columns.codes[index] ?? new Uint32Array(0);
    const known: (boolean | undefined)[] = [];
    return (row) => {
      const code = codes[row] ?? 0;
      return (known[code] ??= test(code === 0 ? undefined : valueOf(dictionary[code - 1] ?? "", isNumeric)));
    };
  });
  return rows.length === 0 ? () => true : (row) => rows.every((test) => test(row));
}

const jsonNumber = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** The value that a column has as text. */
function valueOf(text: string, isNumeric: boolean): unknown {
  return isNumeric && jsonNumber.test(text) ? new ExactNumber(text) : text;
}
