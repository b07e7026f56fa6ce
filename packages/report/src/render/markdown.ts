import { code, escape, markdownTable } from "@metric-events/text";
import type { Report } from "../model/report.js";
import { comparisonSections } from "../sections/comparison-section.js";
import { costSections } from "../sections/cost-section.js";
import { objectiveSections } from "../sections/objectives-section.js";
import { presented } from "../sections/presented.js";
import type { Section } from "../sections/section.js";
import { sectionsOf } from "../sections/sections-of.js";
import { anomalyExamples, anomalyText, anomalyWhere, silencedText } from "./anomaly-prose.js";
import { notes, reportHeadline } from "./headline.js";

/** The report for an issue, a wiki or a pull request (GitHub Flavored Markdown). */
export function reportMarkdown(report: Report): string {
  const { findings } = report;
  const { events } = presented(report);
  const wrong = findings.map((anomaly) =>
    [
      `- ${[`**${anomaly.severity}**: ${escape(anomalyText(anomaly))}`, ...[anomalyWhere(anomaly, report)].filter((where) => where !== "").map((where) => `(${escape(where)})`)].join(" ")}`,
      ...anomalyExamples(anomaly, report).map((example) => `  - ${code(example)}`),
    ].join("\n"),
  );
  const silenced = silencedText(report);
  const sections = sectionsOf(report);
  return `${[
    "# Metric events",
    `${escape(reportHeadline(report))}; ${escape(notes(report).join("; "))}.`,
    ...objectiveSections(report).flatMap((section) => sectionParts(section, "##")),
    ...comparisonSections(report).flatMap((section) => sectionParts(section, "##")),
    ...costSections(report).flatMap((section) => sectionParts(section, "##")),
    "## What looks wrong",
    wrong.length === 0 ? "Nothing." : wrong.join("\n"),
    ...(silenced === undefined ? [] : [`${escape(silenced)}.`]),
    ...sections.filter(({ eventName }) => eventName === undefined).flatMap((section) => sectionParts(section, "##")),
    ...events.flatMap(({ eventName, description }) => {
      const own = sections.filter((section) => section.eventName === eventName);
      return own.length === 0
        ? []
        : [`## ${escape(eventName)}`, escape(description), ...own.flatMap((section) => sectionParts(section, "###"))];
    }),
  ].join("\n\n")}\n`;
}

function sectionParts({ title, notes: sentences, tables }: Section, heading: string): string[] {
  return [
    `${heading} ${escape(title)}`,
    ...(sentences.length === 0 ? [] : [escape(sentences.join(" "))]),
    ...tables.map(({ columns, rows }) => markdownTable(columns, rows).trimEnd()),
  ];
}
