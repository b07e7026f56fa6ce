import { type EventSeries, hostLabel, type SeriesPlan } from "@metric-events/metrics";
import { mainDimension, type Objective } from "@metric-events/report";
import { formatDuration, printable } from "@metric-events/text";
import { UnsupportedQuestion } from "../unsupported.js";
import { countPanels, isOfState } from "./count-panels.js";
import { measurePanels } from "./measure-panels.js";
import { legendOf, type PanelPlan, type RowPlan } from "./panel-plan.js";
import type { QuestionWriter } from "./question-writer.js";

/** Rows of a dashboard, and the objectives that its system cannot show. */
export interface PlannedRows {
  readonly rows: readonly RowPlan[];
  readonly unsupported: readonly { readonly name: string; readonly reason: string }[];
}

/** What a dashboard shows: objectives, then all events together, then each event, those that objectives are about first. */
export function planRows(
  { events }: SeriesPlan,
  objectives: readonly Objective[],
  writer: QuestionWriter,
): PlannedRows {
  const unsupported: { name: string; reason: string }[] = [];
  const goals = objectives.flatMap((objective): readonly PanelPlan[] => {
    const event = events.find(({ plan }) => plan.eventName === objective.watch.plan.eventName);
    try {
      return event === undefined ? [] : objectivePanels(event, objective, writer);
    } catch (error) {
      if (!(error instanceof UnsupportedQuestion)) throw error;
      unsupported.push({ name: objective.name, reason: error.message });
      return [];
    }
  });
  const wanted = new Set(objectives.map(({ watch }) => watch.plan.eventName));
  const rankOf = ({ plan }: EventSeries): number => {
    if (wanted.has(plan.eventName)) return 0;
    const isPaired = plan.ends !== undefined || events.some((other) => other.plan.ends === plan.eventName);
    return isPaired ? 1 : 2;
  };
  const ordered = events.toSorted((left, right) => rankOf(left) - rankOf(right));
  const main = mainDimension(events.map(({ plan }) => plan));
  return {
    rows: [
      ...(goals.length === 0 ? [] : [{ title: "Objectives", panels: goals }]),
      { title: "All events", panels: overviewPanels(ordered, writer) },
      ...ordered.map((event) => ({ title: printable(event.plan.eventName), panels: eventPanels(event, main, writer) })),
    ],
    unsupported,
  };
}

function objectivePanels(event: EventSeries, objective: Objective, writer: QuestionWriter): readonly PanelPlan[] {
  const { name, goodText, share, windowSeconds, description } = objective;
  const whole = writer.goodShare(event, objective, { seconds: windowSeconds });
  const hour = writer.goodShare(event, objective, "hour");
  const legend = legendOf(whole.by);
  const title = printable(name);
  const wanted = `${printable(description ?? goodText)}: wanted are ${Number((share * 100).toPrecision(6))} % in ${formatDuration(windowSeconds)}.`;
  return [
    {
      title,
      description: wanted,
      chart: "number",
      unit: "percentunit",
      queries: [{ expr: whole.expr, legend, isInstant: true }],
    },
    {
      title: `${title}: budget left`,
      description: `What is left of the error budget. ${wanted}`,
      chart: "number",
      unit: "percentunit",
      queries: [{ expr: `1 - (1 - ${whole.expr}) / ${1 - share}`, legend, isInstant: true }],
    },
    {
      title: `${title}: burn rate`,
      description: `How fast the error budget burns in an hour; 1 uses it up in exactly its time. ${wanted}`,
      chart: "lines",
      unit: "none",
      queries: [{ expr: `(1 - ${hour.expr}) / ${1 - share}`, legend }],
    },
  ];
}

function overviewPanels(events: readonly EventSeries[], writer: QuestionWriter): readonly PanelPlan[] {
  const each = (make: (event: EventSeries) => string): PanelPlan["queries"] =>
    events.map((event) => ({ expr: make(event), legend: printable(event.plan.eventName) }));
  const sums = events.flatMap((event) =>
    event.counts
      .filter((count) => !isOfState(count, event))
      .map((count) => ({ expr: writer.sum(event, count, [], "step"), legend: printable(count.field.path) })),
  );
  return [
    {
      title: "Events",
      description: "How many events there were at each step, and what they counted.",
      chart: "lines",
      unit: "none",
      queries: [...each((event) => writer.events(event, [], "step")), ...sums],
    },
    {
      title: "Events in all",
      description: "How many events there were in the time shown.",
      chart: "number",
      unit: "none",
      queries: each((event) => writer.events(event, [], "range")).map((query) => ({ ...query, isInstant: true })),
    },
    {
      title: "Events per day",
      description: "How many events there were in the 24 hours before each moment.",
      chart: "bars",
      unit: "none",
      queries: each((event) => writer.events(event, [], "day")),
    },
  ];
}

function eventPanels(event: EventSeries, main: string | undefined, writer: QuestionWriter): readonly PanelPlan[] {
  const mainLabel = event.labels.filter(({ path }) => path !== undefined && path === main);
  return [
    ...event.measures.flatMap((measure) => measurePanels(event, measure, mainLabel, writer)),
    ...countPanels(event, mainLabel, writer),
    ...event.labels.map((label): PanelPlan => {
      const name = label.path ?? hostLabel.name;
      return {
        title: printable(`${event.plan.eventName} by ${name}`),
        description: "Shares of the events in each hour.",
        chart: "shares",
        unit: "none",
        queries: [{ expr: writer.events(event, [label], "hour"), legend: legendOf([label.name]) }],
      };
    }),
    ...event.breakdowns.flatMap((breakdown): readonly PanelPlan[] => [
      {
        title: printable(`${event.plan.eventName} by ${breakdown.field.path}`),
        description: `${printable(breakdown.field.description)} The ten with most events.`,
        chart: "ranking",
        unit: "none",
        queries: [
          { expr: writer.top(event, breakdown, "range"), legend: legendOf([breakdown.label.name]), isInstant: true },
        ],
      },
      {
        title: printable(`Different values of ${breakdown.field.path} in ${event.plan.eventName}`),
        description: "How many there were in the time shown; Prometheus knows the first 100.",
        chart: "number",
        unit: "none",
        queries: [{ expr: writer.distinct(event, breakdown, "range"), legend: "", isInstant: true }],
      },
    ]),
  ];
}
