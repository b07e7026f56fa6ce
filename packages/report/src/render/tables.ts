import type { Column } from "@metric-events/text";
import type { DimensionReport, EventReport, GaugeReport, MeasureReport, Report } from "../model/report.js";
import { formatMoment, formatQuantity, formatShare } from "./format.js";
import { sparkline } from "./sparkline.js";

/** A table that each form of the report shows in its way. */
export interface ReportTable {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

const right = "right";

/** How often each event came. */
export function eventsTable(report: Report, sparkWidth: number): ReportTable {
  return {
    columns: [
      { title: "event" },
      { title: "count", align: right },
      { title: "per day", align: right },
      { title: report.by === undefined ? "every" : `every, per ${report.by}`, align: right },
      { title: "first" },
      { title: "last" },
      ...sparkColumn("count", sparkWidth),
    ],
    rows: report.events.map((event) => [
      event.eventName,
      event.count.toLocaleString("en-US"),
      event.perDay === undefined ? "–" : formatQuantity(Math.round(event.perDay * 10) / 10, undefined),
      formatQuantity(event.everySeconds, "s"),
      formatMoment(event.first, report.zone),
      formatMoment(event.last, report.zone),
      ...spark(event.timeline, sparkWidth),
    ]),
  };
}

/** Percentiles of a measure, over all and by group. */
export function measureTable({ by }: Report, measure: MeasureReport, sparkWidth: number): ReportTable {
  const { unit, total, groups, timeline } = measure;
  const all = { value: "(all)", summary: total, timeline: timeline.map((summary) => summary?.p95) };
  const isGrouped = groups.length > 1 || groups[0]?.value !== undefined;
  const rows = [all, ...(isGrouped ? groups : [])];
  return {
    columns: [
      { title: isGrouped ? (by ?? "") : "" },
      ...["count", "p50", "p95", "p99", "max"].map((title) => ({ title, align: right }) as const),
      ...sparkColumn("p95", sparkWidth),
    ],
    rows: rows.map(({ value, summary, timeline: p95 }) => [
      value ?? "(none)",
      (summary?.count ?? 0).toLocaleString("en-US"),
      ...[summary?.p50, summary?.p95, summary?.p99, summary?.max].map((each) => formatQuantity(each, unit)),
      ...spark(p95, sparkWidth),
    ]),
  };
}

/** The shares of values below some limits. */
export function belowTable({ below, unit }: MeasureReport): ReportTable {
  return {
    columns: [
      { title: "less than" },
      ...below.map(({ limit }) => ({ title: formatQuantity(limit, unit), align: right }) as const),
    ],
    rows: [["share", ...below.map(({ share }) => formatShare(share))]],
  };
}

/** The values of a dimension, the most frequent first, at most so many of them. */
export function dimensionTable(
  { field, values, rest, count, distinct }: DimensionReport,
  sparkWidth: number,
  maxRows: number,
): ReportTable {
  const shown = values.slice(0, maxRows);
  const left = values.slice(maxRows);
  const more = {
    value: `(${(distinct - shown.length).toLocaleString("en-US")} more)`,
    count: left.reduce((sum, each) => sum + each.count, rest.count),
    timeline: rest.timeline.map((sum, index) => left.reduce((all, each) => all + (each.timeline[index] ?? 0), sum)),
  };
  const rows = [...shown, ...(more.count === 0 ? [] : [more])];
  return {
    columns: [
      { title: field },
      { title: "events", align: right },
      { title: "share", align: right },
      ...sparkColumn("count", sparkWidth),
    ],
    rows: rows.map((row) => [
      row.value,
      row.count.toLocaleString("en-US"),
      formatShare(row.count / count),
      ...spark(row.timeline, sparkWidth),
    ]),
  };
}

/** The counts of an event, by group: what was told last, and the least and the most. */
export function gaugesTable({ by }: Report, gauges: readonly GaugeReport[], sparkWidth: number): ReportTable {
  const rows = gauges.flatMap(({ field, unit, groups, timeline, sum }) => [
    ...groups.map(({ value, last, min, max }) => [
      field,
      value ?? "(all)",
      ...[last, min, max].map((each) => formatQuantity(each, unit)),
      ...spark([], sparkWidth),
    ]),
    ...(groups.length < 2
      ? []
      : [
          [
            field,
            "(sum)",
            ...[sum.last, sum.min, sum.max].map((each) => formatQuantity(each, unit)),
            ...spark(timeline, sparkWidth),
          ],
        ]),
  ]);
  return {
    columns: [
      { title: "count of" },
      { title: by ?? "" },
      ...["last", "min", "max"].map((title) => ({ title, align: right }) as const),
      ...sparkColumn("sum", sparkWidth),
    ],
    rows,
  };
}

/** Whether there is more to say of the event than how often it came. */
export function hasContent({ measures, gauges, dimensions }: EventReport): boolean {
  return measures.length + gauges.length + dimensions.length > 0;
}

function spark(values: readonly (number | undefined)[], width: number): string[] {
  return width === 0 ? [] : [sparkline(values, width)];
}

function sparkColumn(title: string, width: number): Column[] {
  return width === 0 ? [] : [{ title: `${title} over time` }];
}
