import type { ChangeCode } from "@metric-events/compat";

export const modes = ["full", "backward", "forward", "none"] as const;

/** Who must keep reading: new readers old events (`backward`), old readers new events (`forward`), both, or none of them. */
export type Mode = (typeof modes)[number];

export const bumpPolicies = ["always", "releases", "never"] as const;

/** When a change has to come with a higher version: against any baseline, against releases only, or never. */
export type BumpPolicy = (typeof bumpPolicies)[number];

/** A break that is accepted. */
export interface Ignore {
  readonly event: string;
  readonly code: ChangeCode | "event-removed" | "unreadable-lines";
  /** The field that it is about, with dots; without it, all of the event. */
  readonly field?: string;
  readonly reason: string;
  /** The last day on which it is accepted: `2027-03-31`. */
  readonly until?: string;
}

/** What counts as a break, and which breaks are accepted. */
export interface Policy {
  readonly mode: Mode;
  readonly modeByEvent: ReadonlyMap<string, Mode>;
  /** Whether all baselines count, or of several releases only the newest. */
  readonly isTransitive: boolean;
  readonly ignore: readonly Ignore[];
  /** Names of events for which "cannot be decided" is accepted; `*` for all. */
  readonly allowUnknown: ReadonlySet<string>;
  readonly bump: BumpPolicy;
}

/** All readers must keep reading, and nothing is accepted. */
export const defaultPolicy: Policy = {
  mode: "full",
  modeByEvent: new Map(),
  isTransitive: true,
  ignore: [],
  allowUnknown: new Set(),
  bump: "always",
};

export type Direction = "backward" | "forward";

export function modeOf(policy: Policy, eventName: string): Mode {
  return policy.modeByEvent.get(eventName) ?? policy.mode;
}

export function isGoverned(mode: Mode, direction: Direction): boolean {
  return mode === "full" || mode === direction;
}
