import { type EventSeries, hostLabel, type MeasureSeries, type SeriesLabel } from "@metric-events/metrics";
import { printable } from "@metric-events/text";
import { grafanaUnit, legendOf, type PanelPlan } from "./panel-plan.js";
import type { QuestionWriter } from "./question-writer.js";

const shares = [
  [0.5, "50%"],
  [0.9, "90%"],
  [0.95, "95%"],
  [0.99, "99%"],
  [1, "Max"],
] as const;

/** Percentiles of a measure, in all, by the main dimension and by host, and its heat map. */
export function measurePanels(
  event: EventSeries,
  measure: MeasureSeries,
  mainLabel: readonly SeriesLabel[],
  writer: QuestionWriter,
): readonly PanelPlan[] {
  const name = printable(`${event.plan.eventName}: ${measure.field.path}`);
  const description = printable(measure.field.description);
  const unit = grafanaUnit(measure.histogram.name.split("_").at(-1) ?? "");
  const heatmap = writer.heatmap(event, measure);
  return [
    {
      title: name,
      description: `${description} Percentiles of the hour before.`,
      chart: "lines",
      unit,
      queries: shares.map(([share, legend]) => ({ expr: writer.quantile(event, measure, share, []), legend })),
    },
    ...mainLabel.map(
      (label): PanelPlan => ({
        title: `${name} by ${printable(label.path ?? "")}`,
        description: `${description} 95 % of the hour before are below.`,
        chart: "lines",
        unit,
        queries: [{ expr: writer.quantile(event, measure, 0.95, [label]), legend: legendOf([label.name]) }],
      }),
    ),
    {
      title: `${name} by host, at most`,
      description: `${description} The largest of the hour before; in Prometheus, the limit of its bucket.`,
      chart: "lines",
      unit,
      queries: [{ expr: writer.quantile(event, measure, 1, [hostLabel]), legend: legendOf([hostLabel.name]) }],
    },
    ...(heatmap === undefined
      ? []
      : [
          {
            title: `${name}, all values`,
            description,
            chart: "heatmap" as const,
            unit,
            queries: [{ expr: heatmap, legend: "{{le}}", isHeatmap: true as const }],
          },
        ]),
  ];
}
