import type { Report } from "../model/report.js";
import { dimensionSections } from "./dimension-sections.js";
import { eventsSection } from "./events-section.js";
import { gaugesSections } from "./gauges-sections.js";
import { measureSections } from "./measure-sections.js";
import type { EventSections, Section, SectionOptions } from "./section.js";

/** The sections about each event, in the order of the report. */
const eventSections: readonly EventSections[] = [measureSections, gaugesSections, dimensionSections];

/** All numbers of a report as titled tables: first how often each event came, then the fields of each. */
export function sectionsOf(report: Report, { maxValues = 10 }: Partial<SectionOptions> = {}): readonly Section[] {
  if (report.events.length === 0) return [];
  const options = { maxValues };
  return [
    eventsSection(report),
    ...report.events.flatMap((event) => eventSections.flatMap((sections) => sections(event, report, options))),
  ];
}
