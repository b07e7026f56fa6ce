import type { GaugeReport, Report } from "../model/report.js";
import { quantityText, valueName } from "../render/format.js";
import { right } from "./columns.js";
import type { EventSections, ReportTable } from "./section.js";

/** What an event counts at a moment, such as idle runners. */
export const gaugesSections: EventSections = (event, report) => {
  const gauges = event.gauges.filter(({ groups }) => groups.length > 0);
  if (gauges.length === 0) return [];
  return [
    {
      eventName: event.eventName,
      title: "Counts",
      shortTitle: "counts",
      limits: [],
      notes: [],
      tables: [gaugesTable(report, gauges)],
      chart: { kind: "gauges", event, gauges },
    },
  ];
};

/** The last value of each gauge, its least and its most, by group and in all. */
export function gaugesTable({ by }: Report, gauges: readonly GaugeReport[]): ReportTable {
  const rows = gauges.flatMap(({ field, unit, groups, timeline, sum }) => {
    const row = (name: string, { last, min, max }: GaugeReport["sum"]): readonly string[] => [
      field,
      name,
      ...[last, min, max].map((each) => quantityText(each, unit)),
    ];
    return [
      ...groups.map((group) => ({
        cells: row(group.value === undefined && groups.length === 1 ? "(all)" : valueName(group.value), group),
        trend: [],
      })),
      ...(groups.length < 2 ? [] : [{ cells: row("(sum)", sum), trend: timeline }]),
    ];
  });
  return {
    columns: [{ title: "count of" }, { title: by ?? "" }, ...["last", "min", "max"].map(right)],
    rows: rows.map(({ cells }) => cells),
    trend: { of: "sum", rows: rows.map(({ trend }) => trend) },
  };
}
