import { duplicateCount, faultNames } from "@metric-events/reader";
import { likelyUnit } from "@metric-events/runtime";
import { count } from "@metric-events/text";
import type { Anomaly, AnomalyExample } from "../model/anomaly.js";
import type { Report } from "../model/report.js";
import { formatMoment, formatShare, quantityText } from "./format.js";

type Shown = Pick<Report, "zone">;

/** What looks wrong and what it means, in one sentence, without when and where. */
export function anomalyText(anomaly: Anomaly): string {
  switch (anomaly.kind) {
    case "bad-lines": {
      const kinds = Object.entries(anomaly.kinds).map(
        ([kind, lines]) => `${faultNames[kind as keyof typeof faultNames]}: ${number(lines)}`,
      );
      return `${count(anomaly.count, "bad line")} (${kinds.join(", ")}), left out; metric-events validate lists all`;
    }
    case "unread":
      return `${anomaly.source.file}${anomaly.source.lastLine === 0 ? "" : `:${anomaly.source.lastLine + 1}`}: ${anomaly.source.message}`;
    case "rounded":
      return `${count(anomaly.count, "number")} that no 64-bit float holds; the figures have what floats make of them. metric-events query has whole ones exactly; metric-events validate lists those that readers take for others`;
    case "duplicates": {
      const ranges = anomaly.ranges > 1 ? ` (${count(anomaly.ranges, "range")})` : "";
      return `${duplicateCount(anomaly.count)}${ranges}; --keep-duplicates counts them each time`;
    }
    case "lost":
      return `${count(anomaly.count, `${anomaly.begin} event`)} of ${number(anomaly.of)} without a ${anomaly.end} within ${quantityText(anomaly.hours * 3600, "s")}: lost`;
    case "unbegun":
      return `${count(anomaly.count, `${anomaly.end} event`)} of ${number(anomaly.of)} without a ${anomaly.begin} before`;
    case "loss-burst":
      return anomaly.event === anomaly.begin
        ? `many at once: ${count(anomaly.count, `${anomaly.begin} event`)} of ${number(anomaly.of)} in this time without a ${anomaly.end}; did the machine or its writer fail?`
        : `many at once: ${count(anomaly.count, `${anomaly.end} event`)} of ${number(anomaly.of)} in this time without a ${anomaly.begin} before`;
    case "unpaired":
      return `${anomaly.begin} and ${anomaly.end} were not paired: too many have no end`;
    case "unix-time":
      return `${anomaly.event}: ${anomaly.field} is a Unix time, not a duration, in ${count(anomaly.count, "event")}; left out of the figures`;
    case "impossible":
      return `${anomaly.event}: ${anomaly.field} is greater than ${quantityText(anomaly.limit, anomaly.unit)}, which the schema expects at most, in ${count(anomaly.count, "event")}; left out of the figures`;
    case "thousandfold":
      return `${anomaly.event}: ${anomaly.field} is about 1,000 times the usual in ${count(anomaly.count, "event")} of ${number(anomaly.of)}; ${quantityText(anomaly.usual, "s")} is usual, so perhaps these are milliseconds`;
    case "future":
      return `${count(anomaly.count, "event")} dated in the future, up to ${latest(anomaly)}, left out; a clock is wrong${isSmallerUnit(anomaly) ? ", or the time is in a smaller unit" : ""}`;
    case "unset-clock":
      return `${count(anomaly.count, "event")} dated before 1971, left out; a clock was not set`;
    case "far-past":
      return `${count(anomaly.count, "event")} dated years before all others, left out; a clock was wrong, or --until shows them`;
    case "early":
      return `${count(anomaly.count, "event")} dated long before all others, not in the charts; --since leaves them out`;
    case "ignore-expired":
      return `report.ignore in the config file: the entry for ${anomaly.ignored} expired on ${anomaly.until} (${anomaly.reason}); remove it, or give it a later day`;
    case "stray":
      return `${count(anomaly.count, "line")} dated hours or days before or after the lines around`;
    case "clock":
      return clockText(anomaly);
    case "field-gone":
      return goneText(anomaly);
    case "field-empty":
      return `${anomaly.event}: ${anomaly.field} is an empty text in ${formatShare(anomaly.share)} of the events${anomaly.isSince ? " since then" : ""}, ${number(anomaly.count)} in all, where it never is otherwise`;
    case "value-renamed":
      return `${anomaly.events.join(", ")}: ${anomaly.field} is ${JSON.stringify(anomaly.after)} where it was ${JSON.stringify(anomaly.before)} before: renamed, so that figures of the two do not add up`;
    case "gap":
      return `no events for ${quantityText(spanOf(anomaly), "s")}, where other weeks have about ${number(anomaly.expected)}`;
    case "host-silent":
      return `no more events: ${quantityText(spanOf(anomaly), "s")} before the end of the report, where other weeks have about ${number(anomaly.expected)}`;
    case "value-silent":
      return `${anomaly.events.join(", ")}: ${anomaly.isBack ? "no events" : "no more events"} with ${anomaly.field} ${JSON.stringify(anomaly.value)} for ${quantityText(spanOf(anomaly), "s")}, where other weeks have about ${number(anomaly.expected)}`;
    case "starvation":
      return `${anomaly.event}: ${anomaly.field}${anomaly.value === undefined ? "" : ` of ${anomaly.value}`} is ${quantityText(anomaly.waited, "s")} where ${quantityText(anomaly.usual, "s")} is usual (geometric means), while ${anomaly.gauge} is 0`;
    default:
      return anomaly satisfies never;
  }
}

function clockText({ seconds, evidence }: Extract<Anomaly, { readonly kind: "clock" }>): string {
  const much = quantityText(Math.abs(Math.round(seconds / 60) * 60), "s");
  const how = seconds > 0 ? "ahead" : "behind";
  return evidence === "set"
    ? `the clock was ${much} ${how}, until it was set: times repeat, or are missing`
    : `the clock seems to be ${much} ${how} of the others: days begin, and the log ends, that much ${seconds > 0 ? "later" : "earlier"}`;
}

function goneText({
  event,
  field,
  pattern,
  usual,
  share,
  count: missing,
}: Extract<Anomaly, { readonly kind: "field-gone" }>): string {
  const shares = `in ${formatShare(share)} of the events, usually ${formatShare(usual)}`;
  switch (pattern) {
    case "for-a-while":
      return `${event}: ${field} was gone for a while: ${shares}; ${number(missing)} without it`;
    case "since":
      return `${event}: ${field} is gone since then: ${shares}; ${number(missing)} without it`;
    case "now-and-then":
      return `${event}: ${field} comes and goes: ${shares}; ${number(missing)} without it`;
    default:
      return pattern satisfies never;
  }
}

/** How many findings settings silence, and why: `3 findings are silenced by report.ignore: lost (2): workers are spot machines; gap: …`; `undefined` without any. */
export function silencedText({ silenced }: Pick<Report, "silenced">): string | undefined {
  if (silenced.length === 0) return undefined;
  const byReason = new Map<string, { kind: string; reason: string; count: number }>();
  for (const { finding, reason } of silenced) {
    const key = `${finding.kind}\0${reason}`;
    const known = byReason.get(key) ?? { kind: finding.kind, reason, count: 0 };
    known.count++;
    byReason.set(key, known);
  }
  const parts = [...byReason.values()].map(
    ({ kind, reason, count: times }) => `${kind}${times > 1 ? ` (${times})` : ""}: ${reason}`,
  );
  return `${count(silenced.length, "finding")} silenced by report.ignore of the config file: ${parts.join("; ")}`;
}

/** When and where it was found: `2026-06-10 09:12 to 2026-06-10 18:00, runner-host-1`; empty where there is nothing to say. */
export function anomalyWhere({ kind, from, to, hosts }: Anomaly, { zone }: Shown): string {
  const times = kind === "unset-clock" || from === undefined || to === undefined ? [] : [timesText(from, to, zone)];
  const shown = hosts.length > 4 ? [...hosts.slice(0, 3), `${hosts.length - 3} more hosts`] : hosts;
  return [...times, ...shown].join(", ");
}

function timesText(from: number, to: number, zone: Shown["zone"]): string {
  const [one, other] = [formatMoment(from, zone), formatMoment(to, zone)];
  if (one === other) return one;
  return one.slice(0, 10) === other.slice(0, 10) && /^\d{4}-\d\d-\d\d ./.test(one)
    ? `${one} to ${other.slice(11)}`
    : `${one} to ${other}`;
}

/** Lines to look at: when, what, and where they stand. */
export function anomalyExamples(anomaly: Anomaly, { zone }: Shown): readonly string[] {
  const isOneHost = anomaly.hosts.length <= 1;
  return anomaly.examples.map((example) => exampleText(example, zone, isOneHost));
}

function exampleText(
  { file, line, column, time, host, values = [], detail }: AnomalyExample,
  zone: Shown["zone"],
  isOneHost: boolean,
): string {
  const place = `${file}:${line}${column === undefined ? "" : `:${column}`}`;
  if (time === undefined) return detail === undefined ? place : `${place}: ${detail}`;
  const parts = [
    formatMoment(time, zone),
    ...(host === undefined || isOneHost ? [] : [host]),
    ...values.map(({ field, value }) => `${field}=${/^[^\s"=]+$/.test(value) ? value : JSON.stringify(value)}`),
    ...(detail === undefined ? [] : [detail]),
  ];
  return `${parts.join(" ")} (${place})`;
}

function spanOf({ from = 0, to = 0 }: Anomaly): number {
  return Math.round((to - from) / 60) * 60;
}

function isSmallerUnit({ to = 0 }: Anomaly): boolean {
  return to > 4e9 && likelyUnit(to) !== undefined;
}

/** The plain number for a time that no calendar has. */
function latest({ to = 0 }: Anomaly): string {
  return to > 8.64e12 ? String(to) : new Date(to * 1000).toISOString();
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
