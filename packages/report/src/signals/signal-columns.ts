import type { BatchRows } from "../aggregate/batch-rows.js";
import type { EventPlan, PlannedField } from "../columns/event-plan.js";

/** What a column of a cell counts, after those that every cell has. */
export interface SignalColumn {
  /**
   * Events that have the field (`present`), or an empty text in it (`empty`); numbers of a count (`samples`), and those that are 0 (`zeros`); durations of
   * what begins with the event (`waits`), and the sum of their logarithms, of 1 + the value (`logarithms`).
   */
  readonly kind: "present" | "empty" | "samples" | "zeros" | "waits" | "logarithms";
  readonly field: PlannedField;
}

/**
 * The columns for the events of one name.
 *
 * @param waits durations of what begins with them.
 */
export function signalColumns(plan: EventPlan, waits: readonly PlannedField[]): readonly SignalColumn[] {
  const all = [...plan.measures, ...plan.counts, ...plan.dimensions, ...plan.identifiers, ...plan.optional];
  return [
    ...columnsOf(
      ["present"],
      all.filter(({ isRequired }) => !isRequired),
    ),
    ...columnsOf(["empty"], [...plan.dimensions, ...plan.optional]),
    ...columnsOf(
      ["samples", "zeros"],
      plan.counts.filter(({ partOf }) => partOf !== undefined),
    ),
    ...columnsOf(["waits", "logarithms"], waits),
  ];
}

function columnsOf(kinds: readonly SignalColumn["kind"][], fields: readonly PlannedField[]): readonly SignalColumn[] {
  return fields.flatMap((field) => kinds.map((kind) => ({ kind, field })));
}

/** What a row adds to a column; `undefined` where the column gets nothing from these rows. */
export function amounts(
  { kind, field }: SignalColumn,
  plan: EventPlan,
  { columns }: BatchRows,
  emptyCode: number,
): ((row: number) => number) | undefined {
  const number = [...plan.measures, ...plan.counts].indexOf(field);
  const code = [...plan.dimensions, ...plan.identifiers].indexOf(field);
  const numbers = columns.numbers[number];
  const codes = columns.codes[code];
  const present = columns.present[plan.optional.indexOf(field)];
  switch (kind) {
    case "present":
      if (numbers !== undefined) return (row) => (Number.isNaN(numbers[row]) ? 0 : 1);
      if (codes !== undefined) return (row) => (codes[row] === 0 ? 0 : 1);
      return present === undefined ? undefined : (row) => (present[row] === 0 ? 0 : 1);
    case "empty":
      if (codes !== undefined) return emptyCode < 0 ? undefined : (row) => (codes[row] === emptyCode ? 1 : 0);
      return present === undefined ? undefined : (row) => (present[row] === 2 ? 1 : 0);
    case "samples":
      return numbers === undefined ? undefined : (row) => (Number.isNaN(numbers[row]) ? 0 : 1);
    case "zeros":
      return numbers === undefined ? undefined : (row) => (numbers[row] === 0 ? 1 : 0);
    case "waits":
      return numbers === undefined ? undefined : (row) => (Number.isNaN(numbers[row]) ? 0 : 1);
    case "logarithms":
      return numbers === undefined ? undefined : (row) => Math.log1p(Math.max(0, numbers[row] as number) || 0);
    default:
      return kind satisfies never;
  }
}
