import type { ColumnsMeaning, OriginatedColumns } from "@metric-events/report";
import { numberJudge, plausibleTimes } from "@metric-events/runtime";
import { chooseLimits } from "../plan/choose-limits.js";
import type { EventSeries, SeriesLabel } from "../plan/series-plan.js";
import { bucketOf, Figures, later } from "./figures.js";
import { LabelGroups, valueNumbers } from "./label-groups.js";
import { LabelValues } from "./label-values.js";

/** Where the figures of a row are added, by its labels and its time; `undefined` for nowhere. */
export type FiguresAt<Kept> = (kept: Kept, time: number) => Figures | undefined;

/** The figures of an event, by its labels. */
export class FiguresTable<Kept> {
  readonly series: EventSeries;
  /** Of each measure, in the unit of the series; `undefined` until there is a value to choose them by. */
  readonly limits: (readonly number[] | undefined)[];
  readonly groups: LabelGroups<Kept>;
  /** Of each dimension with many values: the number of events by host and value. */
  readonly breakdowns: readonly LabelGroups<Kept>[];
  readonly #figuresAt: FiguresAt<Kept>;
  readonly #judges: readonly ReturnType<typeof numberJudge>[];

  /** @param make what is kept for labels; with it, `figuresAt` finds the figures. */
  constructor(series: EventSeries, make: () => Kept, figuresAt: FiguresAt<Kept>) {
    this.series = series;
    this.limits = series.measures.map(({ limits }) => limits);
    this.groups = new LabelGroups(
      series.labels.map(() => new LabelValues()),
      make,
    );
    const [hosts] = this.groups.labels;
    this.breakdowns = series.breakdowns.map(() => new LabelGroups([hosts as LabelValues, new LabelValues()], make));
    this.#figuresAt = figuresAt;
    this.#judges = series.measures.map(({ field }) => numberJudge(field));
  }

  /** Adds events. @param now Unix time in seconds: the times of gauges are judged by it. */
  add(columns: OriginatedColumns, meaning: ColumnsMeaning, now: number): void {
    this.#chooseLimits(columns);
    const { times } = columns;
    const [earliest, latest] = plausibleTimes(now);
    const { measures, counts } = this.series;
    const hosts = this.#hostsOf(columns, meaning);
    const readers = [
      hosts,
      ...this.series.labels
        .slice(1)
        .map((label, index) => this.#reader(label, columns, meaning, this.groups.labels[index + 1])),
    ];
    const breakdowns = this.breakdowns.map((groups, index) => ({
      groups,
      reader: this.#reader(this.series.breakdowns[index]?.label, columns, meaning, groups.labels[1]),
    }));
    const values = readers.map(() => 0);
    const pair = [0, 0];
    for (let row = 0; row < times.length; row++) {
      const time = times[row] as number;
      for (let index = 0; index < readers.length; index++) values[index] = (readers[index] as Reader)(row);
      const figures = this.#figuresAt(this.groups.of(values), time);
      for (const { groups, reader } of breakdowns) {
        pair[0] = values[0] as number;
        pair[1] = reader(row);
        const counted = this.#figuresAt(groups.of(pair), time);
        if (counted !== undefined) counted.events++;
      }
      if (figures === undefined) continue;
      figures.events++;
      for (let index = 0; index < measures.length; index++)
        this.#addMeasure(figures, index, (columns.numbers[index] as Float64Array)[row] as number);
      const isTimed = time >= earliest && time <= latest;
      for (let index = 0; index < counts.length; index++) {
        const value = (columns.numbers[measures.length + index] as Float64Array)[row] as number;
        if (Number.isNaN(value)) continue;
        if (value > 0) figures.countSums[index] = (figures.countSums[index] as number) + value;
        if (isTimed) figures.gauges[index] = later(figures.gauges[index], { value, time, firstTime: time, values: 1 });
      }
    }
  }

  #addMeasure(figures: Figures, index: number, given: number): void {
    // Absent, or a value that looks wrong, which no figure takes.
    if (Number.isNaN(given) || this.#judges[index]?.(given) !== undefined) return;
    const value = given * (this.series.measures[index]?.factor ?? 1);
    const limits = this.limits[index] ?? [];
    let buckets = figures.buckets[index] as Float64Array;
    if (buckets.length === 0) buckets = figures.buckets[index] = new Float64Array(limits.length + 1);
    const bucket = bucketOf(value, limits);
    buckets[bucket] = (buckets[bucket] as number) + 1;
    figures.sums[index] = (figures.sums[index] as number) + value;
  }

  /** Chooses the limits of measures that have none yet, once for all. */
  #chooseLimits(columns: OriginatedColumns): void {
    this.series.measures.forEach(({ factor }, index) => {
      if (this.limits[index] !== undefined) return;
      const judge = this.#judges[index];
      const values = [...(columns.numbers[index] ?? [])].filter(
        (value) => !Number.isNaN(value) && judge?.(value) === undefined,
      );
      if (values.length > 0) this.limits[index] = chooseLimits(values.map((value) => value * factor));
    });
  }

  #hostsOf({ origins }: OriginatedColumns, meaning: ColumnsMeaning): Reader {
    const [hosts] = this.groups.labels;
    const known: (number | undefined)[] = [];
    return (row) => {
      const origin = origins[row] as number;
      return (known[origin] ??= hosts?.numberOf(meaning.origins[origin]?.host ?? "") ?? 0);
    };
  }

  #reader(
    label: SeriesLabel | undefined,
    { codes }: OriginatedColumns,
    { dictionary }: ColumnsMeaning,
    values: LabelValues | undefined,
  ): Reader {
    const column = this.series.plan.dimensions.findIndex(({ path }) => path === label?.path);
    const found = codes[column];
    return found === undefined || values === undefined ? () => 0 : valueNumbers(found, dictionary, values);
  }
}

/** The number of a label's value in a row. */
type Reader = (row: number) => number;
