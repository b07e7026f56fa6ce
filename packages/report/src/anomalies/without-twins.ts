import type { AnomalyFacts } from "../model/anomaly.js";

const hour = 3600;

/**
 * Without findings that others explain: values that are silent because they were renamed, impossible durations that are in milliseconds, waits
 * that are a thousand times as long because nothing was left, and losses where the log has a gap, a clock was wrong or a value was renamed.
 */
export function withoutTwins(found: readonly AnomalyFacts[]): readonly AnomalyFacts[] {
  return found.filter((one) => !found.some((other) => explains(other, one)));
}

function explains(other: AnomalyFacts, one: AnomalyFacts): boolean {
  if (one.kind === "value-silent") {
    return other.kind === "value-renamed" && other.field === one.field && other.before === one.value;
  }
  if (one.kind === "impossible") {
    return other.kind === "thousandfold" && isSameField(one, other) && other.count >= 2 * one.count;
  }
  if (one.kind === "loss-burst") {
    return isTimeOfHost(other) && sharesHost(one, other) && meets(other, one, 6 * hour);
  }
  if (one.kind === "thousandfold") {
    return other.kind === "starvation" && isSameField(one, other) && covers(other, one, 6 * hour);
  }
  return false;
}

function isSameField(
  one: { readonly event: string; readonly field: string },
  other: { readonly event: string; readonly field: string },
): boolean {
  return one.event === other.event && one.field === other.field;
}

function covers(outer: AnomalyFacts, inner: AnomalyFacts, margin: number): boolean {
  const [from, to] = [outer.from ?? Infinity, outer.to ?? -Infinity];
  return from - margin <= (inner.from ?? -Infinity) && to + margin >= (inner.to ?? Infinity);
}

/** Whether it explains why halves of pairs are missing around its time. */
function isTimeOfHost({ kind }: AnomalyFacts): boolean {
  return ["gap", "host-silent", "clock", "value-renamed", "value-silent", "unread"].includes(kind);
}

/** A finding without hosts is about all. */
function sharesHost(one: AnomalyFacts, other: AnomalyFacts): boolean {
  return one.hosts.length === 0 || other.hosts.length === 0 || one.hosts.some((host) => other.hosts.includes(host));
}

function meets(one: AnomalyFacts, other: AnomalyFacts, margin: number): boolean {
  const [from, to] = [one.from ?? -Infinity, one.to ?? Infinity];
  return from - margin <= (other.to ?? Infinity) && to + margin >= (other.from ?? -Infinity);
}
