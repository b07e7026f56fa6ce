import type { FaultCode, UnreadLog } from "@metric-events/reader";
import type { LogPlace } from "../aggregate/place.js";

/** The most severe first. */
export const severities = ["error", "warning", "note"] as const;

/** `error`: figures or work are missing. `warning`: something is wrong with some events. `note`: good to know. */
export type AnomalySeverity = (typeof severities)[number];

/** A line to look at. */
export interface AnomalyExample extends LogPlace {
  /** Unix time in seconds; `undefined` where the line is not an event. */
  readonly time?: number | undefined;
  readonly host?: string | undefined;
  /** The dimensions of the event, in the order of its schema. */
  readonly values?: readonly { readonly field: string; readonly value: string }[];
  /** In bytes, from 1. */
  readonly column?: number;
  /** What it is about: `job_duration=2764801.5`. */
  readonly detail?: string;
}

interface Found<Kind extends string> {
  readonly kind: Kind;
  /** When the first and the last event happened that it is about, in Unix seconds; `undefined` where it is unknown. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** Where it was found: hosts, or logs whose host is not known. Empty where it is about none. */
  readonly hosts: readonly string[];
  /** How many events, lines or values it is about. */
  readonly count: number;
  readonly examples: readonly AnomalyExample[];
}

interface OfEvent<Kind extends string> extends Found<Kind> {
  readonly event: string;
}

interface OfField<Kind extends string> extends OfEvent<Kind> {
  readonly field: string;
}

/** About a dimension that several events have. */
interface OfValues<Kind extends string> extends Found<Kind> {
  readonly events: readonly string[];
  readonly field: string;
}

interface OfPair<Kind extends string> extends OfEvent<Kind> {
  /** The event that begins something, and the one that ends it. */
  readonly begin: string;
  readonly end: string;
}

/** What looks wrong, before anybody says how bad it is. The documentation of findings explains each kind. */
export type AnomalyFacts =
  | (Found<"unread"> & { readonly source: UnreadLog })
  | (Found<"bad-lines"> & { readonly kinds: Readonly<Partial<Record<FaultCode, number>>> })
  /** Measures and counts that no double holds, so that the figures have others. */
  | Found<"rounded">
  /** Events whose line repeats another; they count once. In this many ranges of lines. */
  | (Found<"duplicates"> & { readonly ranges: number })
  | (OfPair<"lost"> & { readonly of: number; readonly hours: number })
  | (OfPair<"unbegun"> & { readonly of: number })
  /** Many of these on one host at one time. */
  | (OfPair<"loss-burst"> & { readonly of: number })
  | OfPair<"unpaired">
  | OfField<"unix-time">
  | (OfField<"impossible"> & { readonly limit: number; readonly unit: string | undefined })
  | (OfField<"thousandfold"> & { readonly of: number; readonly usual: number })
  | Found<"future">
  | Found<"unset-clock">
  | Found<"far-past">
  /** Some events are dated before the time that charts show. */
  | Found<"early">
  /** A setting that silenced findings up to a day. The count is that of findings that it would silence. */
  | (Found<"ignore-expired"> & { readonly ignored: string; readonly until: string; readonly reason: string })
  | Found<"stray">
  /** A clock was ahead of the others, or of itself before or after; behind where the seconds are negative. */
  | (Found<"clock"> & { readonly seconds: number; readonly evidence: "set" | "others" })
  /** An optional field that is missing for a while, from some time on, or now and then. */
  | (OfField<"field-gone"> & {
      readonly pattern: "for-a-while" | "since" | "now-and-then";
      readonly usual: number;
      readonly share: number;
    })
  | (OfField<"field-empty"> & { readonly share: number; readonly isSince: boolean })
  | (OfValues<"value-renamed"> & { readonly before: string; readonly after: string })
  /** No events for a time, and then again. */
  | (Found<"gap"> & { readonly expected: number })
  | (Found<"host-silent"> & { readonly expected: number })
  | (OfValues<"value-silent"> & { readonly value: string; readonly expected: number; readonly isBack: boolean })
  /** Nothing of a count is left, while what waits for it waits longer. */
  | (OfField<"starvation"> & {
      readonly value: string | undefined;
      readonly gauge: string;
      readonly usual: number;
      readonly waited: number;
    });

/** One thing that looks wrong. */
export type Anomaly = AnomalyFacts & { readonly severity: AnomalySeverity };

export type AnomalyKind = Anomaly["kind"];

/** How bad each kind is. */
export const severityOf: Readonly<Record<AnomalyKind, AnomalySeverity>> = {
  unread: "error",
  "bad-lines": "error",
  gap: "error",
  "host-silent": "error",
  starvation: "error",
  clock: "error",
  "loss-burst": "error",
  lost: "warning",
  unbegun: "warning",
  "value-silent": "warning",
  "value-renamed": "warning",
  "field-gone": "warning",
  "field-empty": "warning",
  thousandfold: "warning",
  "unix-time": "warning",
  impossible: "warning",
  future: "warning",
  "unset-clock": "warning",
  "far-past": "warning",
  early: "note",
  "ignore-expired": "note",
  stray: "warning",
  unpaired: "note",
  duplicates: "note",
  rounded: "note",
};

export const anomalyKinds = Object.keys(severityOf) as readonly AnomalyKind[];
