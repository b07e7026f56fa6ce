import type { EventReport, MeasureReport, Report } from "../model/report.js";

/**
 * The report in the order in which people read it: what an objective names comes first, then what begins and ends, and then the rest; within an
 * event, the measures that an objective names.
 */
export function presented(report: Report): Report {
  const goals = new Set(report.objectives.map(({ event, field }) => JSON.stringify([event, field])));
  const goalEvents = new Set(report.objectives.map(({ event }) => event));
  const rankOf = ({ eventName, isPaired, ends }: EventReport): number => {
    if (goalEvents.has(eventName)) return 0;
    // What begins comes before what ends it.
    return isPaired ? (ends === undefined ? 1 : 2) : 3;
  };
  const isGoal = ({ eventName }: EventReport, { field }: MeasureReport): boolean =>
    goals.has(JSON.stringify([eventName, field]));
  const events = report.events
    .toSorted((left, right) => rankOf(left) - rankOf(right))
    .map((event) => ({
      ...event,
      measures: event.measures.toSorted((left, right) => Number(isGoal(event, right)) - Number(isGoal(event, left))),
    }));
  return { ...report, events };
}
