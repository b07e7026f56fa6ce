import type { AnomalyFacts } from "../model/anomaly.js";

const hour = 3600;

/**
 * Without findings that others explain: values that are silent because they were renamed, impossible durations that are in milliseconds, waits
 * that are a thousand times as long because nothing was left.
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
