import type { Html } from "@metric-events/text";
import type { Report } from "../model/report.js";
import type { Section } from "../sections/section.js";
import { dimensionFigures } from "./dimension-figures.js";
import { eventsFigures } from "./events-figures.js";
import { gaugeFigures } from "./gauge-figures.js";
import { measureFigures } from "./measure-figures.js";
import { figure, tableHtml } from "./parts.js";

/** A section with its charts; one without is a figure of its tables. */
export function sectionFigures(section: Section, report: Report): Html[] {
  const { chart, title, notes, tables } = section;
  switch (chart?.kind) {
    case undefined:
      return [figure(title, notes.join(" "), ...tables.map((table) => tableHtml(table, title)))];
    case "events":
      return eventsFigures(section, report);
    case "measure":
      return measureFigures(chart, section, report);
    case "gauges":
      return gaugeFigures(chart, report);
    case "dimension":
      return dimensionFigures(chart, section, report);
    default:
      return chart satisfies never;
  }
}
