import { type CountSeries, type EventSeries, hostLabel, type SeriesLabel } from "@metric-events/metrics";
import { printable } from "@metric-events/text";
import { legendOf, type PanelPlan } from "./panel-plan.js";
import type { QuestionWriter } from "./question-writer.js";

/** Whether a count is one of a state, such as a part of another: only others are added up over time. */
export function isOfState({ field }: CountSeries, { counts }: EventSeries): boolean {
  return field.partOf !== undefined || counts.some((other) => other.field.partOf === field.path);
}

/** Numbers of things: wholes and their parts, the present values, sums of those that add up, and how often they are counted. */
export function countPanels(
  event: EventSeries,
  mainLabel: readonly SeriesLabel[],
  writer: QuestionWriter,
): readonly PanelPlan[] {
  const { counts, plan } = event;
  if (counts.length === 0) return [];
  const wholes = counts.filter((whole) => counts.some(({ field }) => field.partOf === whole.field.path));
  const states = counts.filter((count) => isOfState(count, event));
  const alone = counts.filter((count) => !states.includes(count));
  const name = printable(plan.eventName);
  const legend = legendOf(mainLabel.map((label) => label.name));
  return [
    ...wholes.map((whole): PanelPlan => {
      const parts = counts.filter(({ field }) => field.partOf === whole.field.path);
      const rest = [whole, ...parts].map((count) => `(${writer.last(event, count, [])})`).join(" - ");
      return {
        title: `${name}: ${printable(whole.field.path)} and its parts`,
        description: "The last values of each host, added up. What is neither of the parts is unknown.",
        chart: "lines",
        unit: "none",
        queries: [
          ...[...parts, whole].map((count) => ({
            expr: writer.last(event, count, []),
            legend: printable(count.field.path),
          })),
          { expr: rest, legend: "unknown" },
        ],
      };
    }),
    {
      title: `${name}: now`,
      description: "The last values of each host, added up.",
      chart: "ranking",
      unit: "none",
      queries: (states.length === 0 ? counts : states).map((count) => ({
        expr: writer.last(event, count, mainLabel),
        legend: `${printable(count.field.path)} ${legend}`.trim(),
        isInstant: true as const,
      })),
    },
    ...alone.map(
      (count): PanelPlan => ({
        title: `${name}: ${printable(count.field.path)} in all`,
        description: `${printable(count.field.description)} Added up over each hour.`,
        chart: "bars",
        unit: "none",
        queries: [{ expr: writer.sum(event, count, mainLabel, "hour"), legend }],
      }),
    ),
    {
      title: `${name}: interval`,
      description: "The mean time between two of these events, of the hour before.",
      chart: "lines",
      unit: "s",
      queries: [
        {
          expr: writer.interval(event, [hostLabel, ...mainLabel]),
          legend: legendOf([hostLabel.name, ...mainLabel.map((each) => each.name)]),
        },
      ],
    },
  ];
}
