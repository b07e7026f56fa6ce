import { count } from "@metric-events/text";
import type { Report } from "../model/report.js";
import { formatMoment, formatNumber, formatShare, quantityText } from "./format.js";

/** How much was read, from when to when. */
export function reportHeadline({ input, range, zone }: Report): string {
  const files = `${count(input.files.length, "file")}${ofHosts(input.hosts)}`;
  if (range === undefined) return `No events in ${files}`;
  const { first, last } = range;
  const days = last > first ? ` (${quantityText(last - first, "s")})` : "";
  return `${count(input.events, "event")} from ${formatMoment(first, zone)} to ${formatMoment(last, zone)}${days}, in ${files}`;
}

/** What tells two reports apart: `Metric events of web-1, web-2, 2026-06-01 to 2026-06-30`. */
export function pageTitle({ input, range, zone }: Report): string {
  const { hosts } = input;
  const shown = hosts.length > 3 ? [...hosts.slice(0, 2), `${hosts.length - 2} more hosts`] : hosts;
  const days = range === undefined ? [] : [range.first, range.last].map((time) => formatMoment(time, zone, 86_400));
  const span = [...new Set(days)].join(" to ");
  return `Metric events${shown.length === 0 ? "" : ` of ${shown.join(", ")}`}${span === "" ? "" : `, ${span}`}`;
}

function ofHosts([first, ...others]: readonly string[]): string {
  if (first === undefined) return "";
  return others.length === 0 ? ` of the host ${first}` : ` of ${count(others.length + 1, "host")}`;
}

/** What a reader of the numbers must know. */
export function notes({
  selection,
  input,
  bucketSeconds,
  quantiles,
  events,
  zone,
  buckets,
}: Report): readonly string[] {
  const chosen = [
    ...(selection.events.length === 0 ? [] : [`events: ${selection.events.join(", ")}`]),
    ...(selection.where.length === 0 ? [] : [`where ${selection.where.join(", ")}`]),
    ...(selection.since === undefined ? [] : [`since ${formatMoment(selection.since, zone)}`]),
    ...(selection.until === undefined ? [] : [`until ${formatMoment(selection.until, zone)}`]),
    ...(input.filtered === 0 ? [] : [`${count(input.filtered, "other event")} left out`]),
  ];
  const isExact = events.every(({ measures }) => measures.every((measure) => measure.isExact));
  const precision = isExact
    ? "percentiles are exact (R-7)"
    : `percentiles of measures with over ${formatNumber(quantiles.exactUpTo)} values are those of a sketch, within ${formatShare(quantiles.sketchError)}`;
  return [
    ...chosen,
    ...(buckets.length === 0 ? [] : [`over time: in steps of ${quantityText(bucketSeconds, "s")}`]),
    zone === "utc" ? "times in UTC" : "local times",
    precision,
  ];
}
