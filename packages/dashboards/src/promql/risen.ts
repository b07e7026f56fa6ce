import { planSeries } from "@metric-events/metrics";

const { lines } = planSeries({ definitions: [] }).reading;

/**
 * By how much counters have risen in a time. Unlike `increase`, which needs two samples of a series in that time, this counts the first event of a
 * new combination of labels: a first crash, say. Where the exporter itself is newer than that, nobody knows what came in the time, and
 * what it found in the log does not count.
 *
 * @param window such as `10m`.
 */
export function risen(selector: string, window: string): string {
  const wasThere = `on (job, instance) ${lines.name}_total{verdict="valid"} offset ${window}`;
  return `clamp_min(${selector} - (${selector} offset ${window} or (${selector} * 0 and ${wasThere})), 0)`;
}

/** A sum by labels. */
export function sumBy(labels: readonly string[], inner: string): string {
  return aggregate("sum", labels, inner);
}

export function aggregate(operator: "sum" | "max" | "min" | "avg", labels: readonly string[], inner: string): string {
  return labels.length === 0 ? `${operator}(${inner})` : `${operator} by (${labels.join(", ")}) (${inner})`;
}

/** A time as PromQL writes it: `1h`, `90s`. */
export function spanText(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  const [size, unit] = (
    [
      [86_400, "d"],
      [3600, "h"],
      [60, "m"],
    ] as const
  ).find(([each]) => whole % each === 0) ?? [1, "s"];
  return `${whole / size}${unit}`;
}
