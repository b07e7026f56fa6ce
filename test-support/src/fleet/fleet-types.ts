/** One event of a made-up fleet, with what is true of it whatever its line says. */
export interface FleetRecord {
  readonly host: string;
  /** Unix time at which it really happened. */
  readonly at: number;
  /** The line as an object, in the order of the schema. */
  readonly event: Readonly<Record<string, unknown>>;
}

/** A fleet of hosts with runners: what happened, and what was seeded. */
export interface Fleet {
  readonly hosts: readonly string[];
  readonly start: number;
  readonly end: number;
  /** By host, in the order in which its lines are written. */
  readonly records: ReadonlyMap<string, readonly FleetRecord[]>;
  readonly troubles: readonly Trouble[];
}

/** What can be made to go wrong in a fleet. */
export const troubleKinds = [
  "lost",
  "unbegun",
  "lost-burst",
  "thousandfold",
  "thousandfold-host",
  "impossible",
  "epoch",
  "clock-ahead",
  "clock-behind",
  "clock-always-ahead",
  "stray",
  "field-gone",
  "field-vanished",
  "field-flapping",
  "field-emptied",
  "value-renamed",
  "day-missing",
  "host-silent",
  "flavor-silent",
  "starvation",
  "lines-twice",
  "year-1970",
  "future",
  "milliseconds",
] as const;

export type TroubleKind = (typeof troubleKinds)[number];

/** What was seeded: the truth that a report has to find. */
export interface Trouble {
  readonly kind: TroubleKind;
  readonly hosts: readonly string[];
  /** Unix time of the first and the last event that it is about. */
  readonly from: number;
  readonly to: number;
  /** How many events, or how often. */
  readonly count: number;
  readonly event?: string;
  readonly field?: string;
  readonly flavor?: string;
}
