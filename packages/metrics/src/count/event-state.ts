import type { EventSeries } from "../plan/series-plan.js";
import type { EventState, GroupState } from "../state.js";
import { Figures } from "./figures.js";
import { FiguresTable } from "./figures-table.js";

/** The figures of an event as they are kept. */
export type CountedTable = FiguresTable<Figures>;

/** A table with the figures of a state. Schemas may have changed since: what they do not have any more is dropped, or added up. */
export function countedTable(series: EventSeries, state: EventState | undefined): CountedTable {
  const table: CountedTable = new FiguresTable(
    series,
    () => new Figures(series, table.limits),
    (kept) => kept,
  );
  series.measures.forEach(({ field, limits }, index) => {
    if (limits === undefined && state !== undefined) table.limits[index] = memberOf(state.limits, field.path);
  });
  if (state === undefined) return table;
  const labels = series.labels.map(({ path }) => (path === undefined ? 0 : state.labels.indexOf(path) + 1));
  for (const group of state.groups) {
    // A label that the event has now, and had not then, has no value.
    const values = labels.map((at, index) =>
      numberOf(table, index, index > 0 && at === 0 ? "" : (group.values[at] ?? "")),
    );
    table.groups.of(values).add(figuresOf(group, state, table));
  }
  series.breakdowns.forEach(({ field }, index) => {
    const groups = table.breakdowns[index];
    for (const [host, value, events] of memberOf(state.breakdowns, field.path) ?? []) {
      const numbers = [host, value].map((text, at) => groups?.labels[at]?.numberOf(text) ?? 0);
      const kept = groups?.of(numbers);
      if (kept !== undefined) kept.events += events;
    }
  });
  return table;
}

function numberOf({ groups }: CountedTable, index: number, text: string): number {
  return groups.labels[index]?.numberOf(text) ?? 0;
}

function figuresOf(group: GroupState, state: EventState, { series, limits }: CountedTable): Figures {
  const figures = new Figures(series, limits);
  figures.events = group.events;
  series.measures.forEach(({ field }, index) => {
    const known = memberOf(group.measures, field.path);
    // Buckets with other limits cannot be turned into these: the histogram begins anew, which Prometheus takes for a restart.
    const isSame = sameNumbers(memberOf(state.limits, field.path), limits[index]);
    if (known === undefined || !isSame || known.buckets.length !== (figures.buckets[index]?.length ?? 0)) return;
    figures.buckets[index] = Float64Array.from(known.buckets);
    figures.sums[index] = known.sum;
  });
  series.counts.forEach(({ field }, index) => {
    const known = memberOf(group.counts, field.path);
    figures.countSums[index] = known?.sum ?? 0;
    figures.gauges[index] = known?.gauge ?? undefined;
  });
  return figures;
}

/** The state of a table. */
export function eventStateOf({ series, limits, groups, breakdowns }: CountedTable): EventState {
  return {
    labels: series.labels.flatMap(({ path }) => path ?? []),
    limits: Object.fromEntries(
      series.measures.flatMap(({ field }, index) => {
        const own = limits[index];
        return own === undefined ? [] : [[field.path, own]];
      }),
    ),
    groups: [...groups.entries()].map(({ values, kept }) => ({
      values,
      events: kept.events,
      measures: Object.fromEntries(
        series.measures.map(({ field }, index) => [
          field.path,
          { buckets: [...(kept.buckets[index] ?? [])], sum: kept.sums[index] ?? 0 },
        ]),
      ),
      counts: Object.fromEntries(
        series.counts.map(({ field }, index) => [
          field.path,
          { sum: kept.countSums[index] ?? 0, gauge: kept.gauges[index] ?? null },
        ]),
      ),
    })),
    breakdowns: Object.fromEntries(
      series.breakdowns.map(({ field }, index) => [
        field.path,
        [...(breakdowns[index]?.entries() ?? [])].map(
          ({ values: [host = "", value = ""], kept }) => [host, value, kept.events] as const,
        ),
      ]),
    ),
  };
}

function memberOf<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function sameNumbers(one: readonly number[] | undefined, other: readonly number[] | undefined): boolean {
  return (
    one !== undefined &&
    other !== undefined &&
    one.length === other.length &&
    one.every((each, index) => each === other[index])
  );
}
