import type { Report } from "../model/report.js";
import { dimensionSections } from "./dimension-sections.js";
import { eventsSection } from "./events-section.js";
import { gaugesSections } from "./gauges-sections.js";
import { measureSections } from "./measure-sections.js";
import { presented } from "./presented.js";
import type { EventSections, Section, SectionOptions } from "./section.js";

/** The sections about each event, in the order of the report. */
const eventSections: readonly EventSections[] = [measureSections, gaugesSections, dimensionSections];

/** All numbers of a report as titled tables: first how often each event came, then the fields of each, in the order of {@link presented}. */
export function sectionsOf(given: Report, { maxValues = 10 }: Partial<SectionOptions> = {}): readonly Section[] {
  if (given.events.length === 0) return [];
  const report = presented(given);
  const options = { maxValues };
  return [
    eventsSection(report),
    ...report.events.flatMap((event) => eventSections.flatMap((sections) => sections(event, report, options))),
  ];
}
