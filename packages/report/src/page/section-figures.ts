import type { Report } from "../model/report.js";
import type { Section } from "../sections/section.js";
import { dimensionFigures } from "./dimension-figures.js";
import { eventsFigures } from "./events-figures.js";
import { gaugeFigures } from "./gauge-figures.js";
import { measureFigures } from "./measure-figures.js";
import { type Figure, tableHtml } from "./parts.js";

/** A section with its charts; one without is a figure of its tables. */
export function sectionFigures(section: Section, report: Report): readonly Figure[] {
  const { chart, title, notes, tables } = section;
  switch (chart?.kind) {
    case undefined:
      return [{ title, about: notes.join(" "), tables: tables.map((table) => tableHtml(table, title)) }];
    case "events":
      return eventsFigures(section, report);
    case "measure":
      return measureFigures(chart, section, report);
    case "gauges":
      return gaugeFigures(chart, report);
    case "dimension":
      return dimensionFigures(chart, report);
    default:
      return chart satisfies never;
  }
}
