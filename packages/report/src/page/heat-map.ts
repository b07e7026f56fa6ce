import type { Html } from "@metric-events/text";
import type { MeasureReport } from "../model/report.js";
import { quantityText } from "../render/format.js";
import * as Plot from "../vendor/plot.js";
import { draw } from "./draw.js";

export const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
const faintest = 0.06;

/** p95 of a measure for each hour of the week: the darker, the longer. */
export function heatMap(eventName: string, { field, hours, unit }: MeasureReport): Html {
  const values = hours.flatMap((summary) => summary?.p95 ?? []);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const top = hours.findIndex((summary) => summary?.p95 === most);
  const worst = `${weekdays[Math.floor(top / 24)]} ${String(top % 24).padStart(2, "0")}:00`;
  const label = `p95 of ${field} of ${eventName} by hour of the week: from ${quantityText(least, unit)} to ${quantityText(most, unit)}, the most on ${worst}`;
  const cells = hours.flatMap((summary, hour) =>
    summary === undefined
      ? []
      : [
          {
            day: weekdays[Math.floor(hour / 24)],
            hour: hour % 24,
            strength: most === least ? 0.5 : faintest + (1 - faintest) * ((summary.p95 - least) / (most - least)),
            title: `${weekdays[Math.floor(hour / 24)]} ${String(hour % 24).padStart(2, "0")}:00: ${quantityText(summary.p95, unit)}, ${summary.count} events`,
          },
        ],
  );
  return draw(label, ({ name }) => ({
    height: 200,
    marginTop: 4,
    marginLeft: 40,
    x: {
      domain: Array.from({ length: 24 }, (_, hour) => hour),
      label: "hour of the day",
      tickFormat: (hour: number) => (hour % (name === "wide" ? 3 : 6) === 0 ? String(hour) : ""),
      tickSize: 0,
    },
    y: { domain: [...weekdays], label: null, tickSize: 0 },
    opacity: { type: "identity" },
    marks: [
      Plot.cell(cells, {
        x: "hour",
        y: "day",
        fill: "var(--heat)",
        fillOpacity: "strength",
        // For a mouse, which phones do not have.
        ...(name === "wide" ? { title: "title" } : {}),
        inset: 0.5,
        rx: 1,
      }),
    ],
  }));
}
