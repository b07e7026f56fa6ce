import type { EventAggregate } from "../aggregate/event-aggregate.js";
import { dimensionReport } from "./dimension-report.js";
import type { Frame } from "./frame.js";
import { gaugeReport } from "./gauge-report.js";
import { meanInterval } from "./mean-interval.js";
import { measureReport } from "./measure-report.js";
import type { EventReport } from "./report.js";

const day = 86_400;
/** A shorter time says too little about a day. */
const minSecondsForRate = 3600;

export function eventReport(aggregate: EventAggregate, frame: Frame): EventReport {
  const { plan, events, first, last, presence, series } = aggregate;
  const seconds = last - first;
  return {
    eventName: plan.eventName,
    description: plan.description,
    count: events.total,
    first,
    last,
    perDay: seconds >= minSecondsForRate ? (events.total / seconds) * day : undefined,
    everySeconds: meanInterval(series.apart),
    isPaired: frame.paired.has(plan.eventName),
    ends: plan.ends,
    timeline: frame.buckets.map((bucket) => events.get(bucket)),
    measures: aggregate.measures.map((measure) => {
      const present = presence.get(measure.field)?.total ?? events.total;
      return measureReport(measure, present / events.total, frame);
    }),
    gauges: aggregate.gauges.map((gauge) => gaugeReport(gauge, series, frame)),
    dimensions: aggregate.dimensions.map((dimension) => dimensionReport(dimension, frame)),
  };
}
