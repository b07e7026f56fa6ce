import { secondsPerUnit } from "@metric-events/runtime";
import type { MeasureReport, Report } from "../model/report.js";
import { formatMoment, formatShare, quantityText, valueName } from "../render/format.js";
import { right } from "./columns.js";
import type { EventSections, ReportTable } from "./section.js";

/** Percentiles of each measure, and its shares below limits. */
export const measureSections: EventSections = (event, report) =>
  event.measures
    .filter(({ total }) => total !== undefined)
    .map((measure) => {
      const { field, description, present, isExact, below } = measure;
      const share = formatShare(present);
      const error = formatShare(report.quantiles.sketchError);
      return {
        eventName: event.eventName,
        title: field,
        shortTitle: field,
        limits: [...(present < 1 ? [`in ${share} of the events`] : []), ...(isExact ? [] : [`within ${error}`])],
        notes: [
          description,
          ...(present < 1 ? [`In ${share} of the events.`] : []),
          ...(isExact ? [] : [`Percentiles within ${error}.`]),
        ],
        tables: [
          percentileTable(report, measure),
          ...(below.length === 0 ? [] : [belowTable(measure)]),
          ...(event.isPaired && isDuration(measure) && measure.largest.length > 1
            ? [longestTable(measure, report)]
            : []),
        ],
        chart: { kind: "measure", event, measure },
      };
    });

/** Over all events, and by group. */
function percentileTable({ by }: Report, { unit, total, groups, timeline }: MeasureReport): ReportTable {
  const all = { value: "(all)", summary: total, timeline: timeline.map((summary) => summary?.p95) };
  const isGrouped = groups.length > 1 || groups[0]?.value !== undefined;
  const rows = [all, ...(isGrouped ? groups : [])];
  return {
    columns: [{ title: isGrouped ? (by ?? "") : "" }, ...["count", "p50", "p95", "p99", "max"].map(right)],
    rows: rows.map(({ value, summary }) => [
      valueName(value),
      (summary?.count ?? 0).toLocaleString("en-US"),
      ...[summary?.p50, summary?.p95, summary?.p99, summary?.max].map((each) => quantityText(each, unit)),
    ]),
    trend: { of: "p95", rows: rows.map((row) => row.timeline) },
  };
}

function belowTable({ below, unit }: MeasureReport): ReportTable {
  return {
    of: "limits",
    columns: [{ title: "less than" }, ...below.map(({ limit }) => right(quantityText(limit, unit)))],
    rows: [["share", ...below.map(({ share }) => formatShare(share))]],
  };
}

function isDuration({ unit }: MeasureReport): boolean {
  return secondsPerUnit(unit) !== undefined;
}

/** The events that took longest: when, where, and what each was about. */
function longestTable({ largest, unit }: MeasureReport, { zone }: Report): ReportTable {
  const hosts = new Set(largest.map(({ host }) => host));
  const fields = [...new Set(largest.flatMap(({ values = [] }) => values.map(({ field }) => field)))];
  return {
    of: "events",
    columns: [
      right("longest"),
      { title: "time" },
      ...(hosts.size > 1 ? [{ title: "host" }] : []),
      ...fields.map((title) => ({ title })),
    ],
    rows: largest.map(({ value, time = 0, host, values = [] }) => [
      quantityText(value, unit),
      formatMoment(time, zone),
      ...(hosts.size > 1 ? [valueName(host)] : []),
      ...fields.map((field) => valueName(values.find((each) => each.field === field)?.value)),
    ]),
  };
}
