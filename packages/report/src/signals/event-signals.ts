import { numberJudge } from "@metric-events/runtime";
import type { BatchRows } from "../aggregate/batch-rows.js";
import type { EventPlan, PlannedField } from "../columns/event-plan.js";
import { cell, mergeCells, ownColumns, type Series } from "./cell-layout.js";
import { CellTable } from "./cell-table.js";
import { LineOrder } from "./line-order.js";
import { Magnitudes } from "./magnitudes.js";
import { amounts, type SignalColumn, signalColumns } from "./signal-columns.js";
import { ValueSpans } from "./value-spans.js";

/** The cell of each row, and -1 for a row that has none. */
interface RowCells {
  readonly tables: readonly CellTable[];
  readonly offsets: Int32Array;
}

/** Values of a dimension on a host that are distinguished. */
const maxValues = 2000;
const maxSeries = 5000;
/** All series beyond that many are one. */
const restSeries = -1;

/** What detectors look at in the events of one name: sums by host, group and time. */
export class EventSignals {
  readonly plan: EventPlan;
  readonly columns: readonly SignalColumn[];
  readonly series = new Map<number, Series>();
  /** By origin, for each dimension. */
  readonly spans: ReadonlyMap<PlannedField, Map<number, ValueSpans>>;
  /** By origin. */
  readonly order = new Map<number, LineOrder>();
  readonly magnitudes: ReadonlyMap<PlannedField, Magnitudes>;
  /** Where the columns of this class begin in a cell. */
  readonly own: number;
  /** The place of the main dimension among the dimensions, or -1. */
  readonly #main: number;
  #cellCount = 0;
  /** The file that each origin was read from last. */
  readonly #files = new Map<number, number>();

  /**
   * @param main the path of the dimension that most events have.
   * @param isBegin whether another event ends what this one begins.
   */
  constructor(plan: EventPlan, main: string | undefined, isBegin: boolean) {
    this.plan = plan;
    this.own = ownColumns(plan);
    this.#main = plan.dimensions.findIndex(({ path }) => path === main);
    const durations = plan.measures.filter(({ unit }) => unit === "s");
    this.columns = signalColumns(plan, isBegin ? durations : []);
    this.spans = new Map(plan.dimensions.filter(({ isList }) => !isList).map((field) => [field, new Map()]));
    this.magnitudes = new Map(durations.map((field) => [field, new Magnitudes(plan.dimensions.length)]));
  }

  /** Cells of all series. */
  get cellCount(): number {
    return this.#cellCount;
  }

  add(rows: BatchRows, stepSeconds: number, isInOrder: boolean): void {
    const offsets = this.#offsets(rows, stepSeconds);
    this.#addColumns(rows, offsets);
    this.#addValues(rows);
    if (isInOrder) this.#addOrder(rows);
  }

  /** Takes lines with wrong times out of the cells in which nothing else is. To be called once, when all rows are added. */
  forgetStrays(stepSeconds: number): void {
    for (const [origin, order] of this.order) {
      order.finish();
      if (!order.isOrdered) continue;
      for (const { example } of order.strays) {
        const group = this.#main < 0 ? 0 : (example.codes[this.#main] as number);
        this.series.get(keyOf(origin, group))?.table.takeOne(Math.floor(example.time / stepSeconds));
      }
    }
  }

  widen(factor: number): void {
    this.#cellCount = 0;
    for (const { table } of this.series.values()) {
      table.widen(factor);
      this.#cellCount += table.size;
    }
  }

  /** The cell of each row, and counts it; -1 for a row without a usable time. */
  #offsets(rows: BatchRows, stepSeconds: number): RowCells {
    const { columns, length, buckets, codeOf, exampleOf } = rows;
    const { times, origins } = columns;
    const setFirst = (cells: Float64Array, offset: number, row: number): void => {
      const { place, time, codes } = exampleOf(row);
      cells[offset + cell.first] = time;
      cells[offset + cell.place] = place;
      for (let index = 0; index < codes.length; index++) cells[offset + cell.codes + index] = codes[index] as number;
    };
    const main = columns.codes[this.#main];
    const offsets = new Int32Array(length).fill(-1);
    const tables: CellTable[] = [];
    for (let row = 0; row < length; row++) {
      if (Number.isNaN(buckets[row])) continue;
      const group = main === undefined ? 0 : (codeOf[main[row] as number] as number);
      const { table } = this.#seriesOf(origins[row] as number, group);
      const time = times[row] as number;
      const before = table.size;
      const offset = table.offsetOf(Math.floor(time / stepSeconds));
      const { cells } = table;
      if (table.size > before) {
        this.#cellCount++;
        cells[offset + cell.last] = time;
        setFirst(cells, offset, row);
      } else if (time < (cells[offset + cell.first] as number)) setFirst(cells, offset, row);
      else if (time > (cells[offset + cell.last] as number)) cells[offset + cell.last] = time;
      cells[offset] = (cells[offset] as number) + 1;
      tables[row] = table;
      offsets[row] = offset;
    }
    return { tables, offsets };
  }

  #addColumns(rows: BatchRows, { tables, offsets }: RowCells): void {
    const emptyCode = rows.codeOf.indexOf(rows.emptyCode, 1);
    this.columns.forEach((column, index) => {
      const amountOf = amounts(column, this.plan, rows, emptyCode);
      if (amountOf === undefined) return;
      for (let row = 0; row < rows.length; row++) {
        const offset = offsets[row] as number;
        if (offset < 0) continue;
        const amount = amountOf(row);
        if (amount === 0) continue;
        const { cells } = tables[row] as CellTable;
        const at = offset + this.own + index;
        cells[at] = (cells[at] as number) + amount;
      }
    });
  }

  #addValues({ columns, length, buckets, codeOf, exampleOf }: BatchRows): void {
    const { plan } = this;
    for (const [field, byOrigin] of this.spans) {
      const codes = columns.codes[plan.dimensions.indexOf(field)] as Uint32Array;
      let [origin, spans]: [number, ValueSpans | undefined] = [-1, undefined];
      for (let row = 0; row < length; row++) {
        const code = codes[row] as number;
        if (code === 0 || Number.isNaN(buckets[row])) continue;
        if (spans === undefined || columns.origins[row] !== origin) {
          origin = columns.origins[row] as number;
          spans = byOrigin.get(origin) ?? new ValueSpans(maxValues);
          byOrigin.set(origin, spans);
        }
        spans.add(codeOf[code] as number, columns.times[row] as number, exampleOf, row);
      }
    }
    for (const [field, magnitudes] of this.magnitudes) {
      const values = columns.numbers[plan.measures.indexOf(field)] as Float64Array;
      const dimensions = columns.codes.slice(0, plan.dimensions.length);
      const judge = numberJudge(field);
      for (let row = 0; row < length; row++) {
        const value = values[row] as number;
        if (!(value > 0) || Number.isNaN(buckets[row]) || judge(value) === "unix-time") continue;
        magnitudes.add(value, {
          row,
          dimensions,
          codeOf,
          origin: columns.origins[row] as number,
          time: columns.times[row] as number,
        });
      }
    }
  }

  #addOrder({ columns, length, buckets, exampleOf, file }: BatchRows): void {
    let [origin, order]: [number, LineOrder | undefined] = [-1, undefined];
    for (let row = 0; row < length; row++) {
      if (Number.isNaN(buckets[row])) continue;
      if (order === undefined || columns.origins[row] !== origin) {
        origin = columns.origins[row] as number;
        order = this.order.get(origin) ?? new LineOrder();
        this.order.set(origin, order);
        if (this.#files.get(origin) !== file) order.beginFile(columns.times[row] as number);
        this.#files.set(origin, file);
      }
      order.add(columns.times[row] as number, exampleOf, row);
    }
  }

  #last: Series | undefined;

  #seriesOf(origin: number, group: number): Series {
    const last = this.#last;
    if (last !== undefined && last.origin === origin && last.group === group) return last;
    const key = keyOf(origin, group);
    let series = this.series.get(key);
    if (series === undefined) {
      if (this.series.size >= maxSeries && origin !== restSeries) return this.#seriesOf(restSeries, 0);
      const { plan, own } = this;
      const merge = (into: Float64Array, from: Float64Array): void => mergeCells(into, from, own);
      series = { plan, origin, group, table: new CellTable(own + this.columns.length, merge) };
      this.series.set(key, series);
    }
    this.#last = series;
    return series;
  }
}

function keyOf(origin: number, group: number): number {
  return origin * 2 ** 32 + group;
}
