import { numberText } from "../number-text.js";
import type { Family } from "../plan/series-plan.js";
import type { SeriesSample, WrittenFamily } from "./written-family.js";

/** Families in the text format of Prometheus, for a file of node_exporter: without times, which it refuses. */
export function expositionText(families: readonly WrittenFamily[]): string {
  return families
    .filter(({ samples }) => samples.length > 0)
    .map((family) =>
      [...headerLines(family, "prometheus"), ...family.samples.map((sample) => sampleLine(sample))].join(""),
    )
    .join("");
}

/** The lines before the samples of a family. OpenMetrics names a counter without its ending. */
export function headerLines({ name, kind, help }: Family, format: "prometheus" | "openmetrics"): readonly string[] {
  const shown = kind === "counter" && format === "prometheus" ? `${name}_total` : name;
  return [`# HELP ${shown} ${escaped(help)}\n`, `# TYPE ${shown} ${kind}\n`];
}

/** @param time Unix time in seconds; none for the present. */
export function sampleLine({ name, labels, value }: SeriesSample, time?: number): string {
  const shown = labels.map(([label, text]) => `${label}="${escaped(text).replaceAll('"', '\\"')}"`);
  const within = shown.length === 0 ? "" : `{${shown.join(",")}}`;
  return `${name}${within} ${numberText(value)}${time === undefined ? "" : ` ${numberText(time)}`}\n`;
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}
