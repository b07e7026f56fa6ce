import { count as counted } from "@metric-events/text";
import type { DimensionReport } from "../model/report.js";
import { formatShare, valueName } from "../render/format.js";
import { right } from "./columns.js";
import type { EventSections, ReportTable } from "./section.js";

/** How often each value of a dimension occurs. */
export const dimensionSections: EventSections = (event, _report, { maxValues }) =>
  event.dimensions
    .filter(({ count }) => count > 0)
    .map((dimension) => {
      const { field, isBounded, distinct } = dimension;
      return {
        eventName: event.eventName,
        title: `Shares of ${field}`,
        shortTitle: field,
        limits: [`${isBounded ? "at least " : ""}${counted(distinct, "value")}`],
        notes: [],
        tables: [sharesTable(dimension, maxValues)],
        chart: { kind: "dimension", event, dimension },
      };
    });

/** The most frequent values first; those after `maxValues` share a row. */
export function sharesTable({ field, values, rest, count, distinct }: DimensionReport, maxValues: number): ReportTable {
  const shown = values.slice(0, maxValues);
  const left = values.slice(maxValues);
  const more = {
    value: `(${(distinct - shown.length).toLocaleString("en-US")} more)`,
    count: left.reduce((sum, each) => sum + each.count, rest.count),
    timeline: rest.timeline.map((sum, index) => left.reduce((all, each) => all + (each.timeline[index] ?? 0), sum)),
  };
  const rows = [...shown, ...(more.count === 0 ? [] : [more])];
  return {
    columns: [{ title: field }, right("events"), right("share")],
    rows: rows.map((row) => [valueName(row.value), row.count.toLocaleString("en-US"), formatShare(row.count / count)]),
    trend: { of: "count", rows: rows.map(({ timeline }) => timeline) },
    shares: rows.map((row) => row.count / count),
  };
}
