import type { PanelQuery } from "./question-writer.js";

/** A panel of a dashboard, whatever system answers it. */
export interface PanelPlan {
  readonly title: string;
  readonly description: string;
  readonly chart: "lines" | "shares" | "bars" | "number" | "ranking" | "heatmap";
  /** As Grafana names it. */
  readonly unit: string;
  readonly queries: readonly PanelQuery[];
}

/** Panels below one title. */
export interface RowPlan {
  readonly title: string;
  readonly panels: readonly PanelPlan[];
}

/** Units of UCUM as Grafana names those of our series. */
export function grafanaUnit(suffix: string): string {
  const units: Readonly<Record<string, string>> = {
    seconds: "s",
    bytes: "bytes",
    ratio: "percentunit",
    celsius: "celsius",
  };
  return Object.hasOwn(units, suffix) ? (units[suffix] ?? "none") : "none";
}

/** What lines are called by the values of labels. */
export function legendOf(labels: readonly string[]): string {
  return labels.map((label) => `{{${label}}}`).join(" ");
}
