import type { LineExample } from "../aggregate/line-example.js";
import type { EventPlan } from "../columns/event-plan.js";
import type { CellTable } from "./cell-table.js";

/** Columns that each cell begins with: its events, and the time and the line of the first. Codes of the dimensions of that line follow. */
export const cell = { count: 0, first: 1, last: 2, place: 3, codes: 4 } as const;

/** The events of one name, origin and group over time. */
export interface Series {
  readonly plan: EventPlan;
  readonly origin: number;
  /** The code of the value of the main dimension; 0 without one. */
  readonly group: number;
  readonly table: CellTable;
}

/** A step of time with the sums of a cell, and where its first line comes from. */
export interface Step extends Pick<Series, "plan" | "origin"> {
  readonly step: number;
  readonly columns: Float64Array;
}

/** How many columns come before those that an event adds. */
export function ownColumns({ dimensions }: EventPlan): number {
  return cell.codes + dimensions.length;
}

export function stepsOf({ plan, origin, table }: Series): readonly Step[] {
  return table.inOrder().map(({ step, columns }) => ({ step, columns, plan, origin }));
}

/** The first line of a cell. */
export function firstLine({ plan, origin, columns }: Omit<Step, "step">): LineExample {
  return {
    place: columns[cell.place] as number,
    time: columns[cell.first] as number,
    origin,
    plan,
    codes: columns.subarray(cell.codes, ownColumns(plan)),
  };
}

/** Adds the sums of a cell to those of another. The first line is that of the earlier one. */
export function mergeCells(into: Float64Array, from: Float64Array, own: number): void {
  const isNew = into[cell.count] === 0;
  if (isNew || (from[cell.first] as number) < (into[cell.first] as number)) {
    into[cell.first] = from[cell.first] as number;
    into.set(from.subarray(cell.place, own), cell.place);
  }
  if (isNew || (from[cell.last] as number) > (into[cell.last] as number)) into[cell.last] = from[cell.last] as number;
  into[cell.count] = (into[cell.count] as number) + (from[cell.count] as number);
  for (let column = own; column < into.length; column++) {
    into[column] = (into[column] as number) + (from[column] as number);
  }
}

/** Sums of several series of one event, in the order of time. */
export function added(series: readonly Series[]): readonly Step[] {
  const [first, ...others] = series;
  if (first === undefined) return [];
  if (others.length === 0) return stepsOf(first);
  const own = ownColumns(first.plan);
  const sums = new Map<number, { origin: number; columns: Float64Array }>();
  for (const { step, columns, origin } of series.flatMap(stepsOf)) {
    const sum = sums.get(step);
    if (sum === undefined) {
      sums.set(step, { origin, columns: columns.slice() });
      continue;
    }
    if ((columns[cell.first] as number) < (sum.columns[cell.first] as number)) sum.origin = origin;
    mergeCells(sum.columns, columns, own);
  }
  return [...sums]
    .map(([step, sum]) => ({ ...sum, step, plan: first.plan }))
    .toSorted((left, right) => left.step - right.step);
}

/** Events of each step, whatever their names, with the first line of each. */
export function counted(series: readonly Series[]): readonly Step[] {
  const sums = new Map<number, Omit<Step, "step">>();
  for (const { step, columns, plan, origin } of series.flatMap(stepsOf)) {
    const own = columns.slice(0, ownColumns(plan));
    const known = sums.get(step);
    if (known === undefined) {
      sums.set(step, { plan, origin, columns: own });
      continue;
    }
    const isFirst = (own[cell.first] as number) < (known.columns[cell.first] as number);
    const [one, other] = isFirst ? [own, known.columns] : [known.columns, own];
    one[cell.count] = (one[cell.count] as number) + (other[cell.count] as number);
    one[cell.last] = Math.max(one[cell.last] as number, other[cell.last] as number);
    if (isFirst) sums.set(step, { plan, origin, columns: own });
  }
  return [...sums].map(([step, sum]) => ({ ...sum, step })).toSorted((left, right) => left.step - right.step);
}
