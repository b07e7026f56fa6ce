import { type Html, html } from "@metric-events/text";
import type { MeasureReport, Summary } from "../model/report.js";
import { quantityText } from "../render/format.js";
import { type ChartSize, drawMarkup } from "./draw.js";
import type { LegendItem } from "./parts.js";

export const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/** The number of shades. */
const shades = 6;
const faintest = 0.08;

interface HeatScale {
  /** The shade of a value, from 0 on. */
  readonly shadeOf: (value: number) => number;
  readonly isLogarithmic: boolean;
  /** The least value of each shade, from the faintest on. */
  readonly starts: readonly number[];
}

/** p95 of a measure for each hour of the week: the darker, the longer. */
export function heatMap(eventName: string, { field, hours, unit }: MeasureReport): Html {
  const values = hours.flatMap((summary) => summary?.p95 ?? []);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const top = hours.findIndex((summary) => summary?.p95 === most);
  const worst = `${weekdays[Math.floor(top / 24)]} ${String(top % 24).padStart(2, "0")}:00`;
  const label = `p95 of ${field} of ${eventName} by hour of the week: from ${quantityText(least, unit)} to ${quantityText(most, unit)}, the most on ${worst}`;
  const scale = heatScale(hours);
  return drawMarkup(label, (size) => heatCells(hours, scale, size));
}

/** What each shade stands for. */
export function heatKey({ hours, unit }: MeasureReport): readonly LegendItem[] {
  const { starts } = heatScale(hours);
  return starts.map((start, shade) => ({
    name: `${shade === 0 ? "" : "from "}${quantityText(start, unit)}`,
    color: "var(--heat)",
    opacity: opacityOf(shade),
  }));
}

/** A logarithmic scale, so that one hour of trouble does not turn all others pale; a linear one where a value is negative. */
export function heatScale(hours: readonly (Summary | undefined)[]): HeatScale {
  const values = hours.flatMap((summary) => summary?.p95 ?? []);
  const positive = values.filter((value) => value > 0);
  const isLogarithmic = positive.length > 0 && values.every((value) => value >= 0);
  const [least, most] = isLogarithmic
    ? [Math.min(...positive), Math.max(...positive)]
    : [Math.min(...values), Math.max(...values)];
  const transform = isLogarithmic ? Math.log : (value: number) => value;
  const invert = isLogarithmic ? Math.exp : (value: number) => value;
  const [from, to] = [transform(least), transform(most)];
  if (!(to > from)) return { shadeOf: () => 0, isLogarithmic, starts: [least] };
  const step = (to - from) / shades;
  return {
    // There is no logarithm of zero.
    shadeOf: (value) =>
      value <= least ? 0 : Math.max(0, Math.min(shades - 1, Math.floor((transform(value) - from) / step))),
    isLogarithmic,
    starts: Array.from({ length: shades }, (_, shade) => (shade === 0 ? least : invert(from + shade * step))),
  };
}

function opacityOf(shade: number): number {
  return Math.round((faintest + ((1 - faintest) * shade) / (shades - 1)) * 100) / 100;
}

/** A path for each shade, which takes a tenth of the markup of a shape for each hour. */
function heatCells(hours: readonly (Summary | undefined)[], { shadeOf }: HeatScale, size: ChartSize): Html {
  const [left, top, bottom] = [38, 4, 36];
  const width = (size.width - left - 6) / 24;
  const height = (size.height - top - bottom) / 7;
  const paths = Array.from({ length: shades }, () => "");
  for (const [hour, summary] of hours.entries()) {
    if (summary === undefined) continue;
    const [x, y] = [left + (hour % 24) * width, top + Math.floor(hour / 24) * height];
    const shade = shadeOf(summary.p95);
    paths[shade] += `M${tenth(x)},${tenth(y)}h${tenth(width - 1)}v${tenth(height - 1)}h${tenth(1 - width)}Z`;
  }
  const named = [...Array(24).keys()].filter((hour) => hour % (size.name === "wide" ? 3 : 6) === 0);
  return html`<g fill="var(--heat)">${paths.map((path, shade) => (path === "" ? "" : html`<path d="${path}" fill-opacity="${opacityOf(shade)}"/>`))}</g><g aria-hidden="true">${weekdays.map(
    (day, index) =>
      html`<text text-anchor="end" x="${left - 6}" y="${tenth(top + (index + 0.5) * height + 4)}">${day}</text>`,
  )}${named.map((hour) => html`<text x="${tenth(left + (hour + 0.5) * width)}" y="${size.height - bottom + 14}">${hour}</text>`)}<text x="${tenth(left + 12 * width)}" y="${size.height - 6}">hour of the day</text></g>`;
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
