import { count, formatTable, type Paint, printable, wrap } from "@metric-events/text";
import type { Anomaly } from "../model/anomaly.js";
import type { Report } from "../model/report.js";
import { comparisonSections } from "../sections/comparison-section.js";
import { objectiveSections } from "../sections/objectives-section.js";
import type { ReportTable, Section } from "../sections/section.js";
import { sectionsOf } from "../sections/sections-of.js";
import { anomalyExamples, anomalyText, anomalyWhere } from "./anomaly-prose.js";
import { notes, reportHeadline } from "./headline.js";
import { sparkline } from "./sparkline.js";

const sparkWidth = 24;
const shownExamples = 5;
const marks = { error: "!!", warning: "!", note: "·" } as const;

/** The report for a terminal. */
export function reportText(report: Report, columns: number, paint: Paint): string {
  const wrong = report.findings.map((anomaly) => itemText(anomaly, report, columns, paint));
  const parts = [
    `${paint("bold", paragraph(reportHeadline(report), columns))}\n${paragraph(notes(report).join("; "), columns)}`,
    ...objectiveSections(report).map((section) => sectionText(section, paint, columns)),
    ...comparisonSections(report).map((section) => sectionText(section, paint, columns)),
    titled("What looks wrong", wrong.length === 0 ? "nothing" : wrong.join("\n"), paint),
    ...sectionsOf(report).map((section) => sectionText({ ...section, notes: [] }, paint, columns)),
  ];
  return `${parts.join("\n\n")}\n`;
}

function itemText(anomaly: Anomaly, report: Report, columns: number, paint: Paint): string {
  const examples = anomalyExamples(anomaly, report);
  const more =
    examples.length > shownExamples ? [`    … and ${count(examples.length - shownExamples, "more line")}`] : [];
  return [
    `${paint(anomaly.severity === "error" ? "red" : "yellow", marks[anomaly.severity])} ${paragraph(findingText(anomaly, report), columns, "  ").trimStart()}`,
    ...examples.slice(0, shownExamples).map((example) => `    ${printable(example)}`),
    ...more,
  ].join("\n");
}

/** What, when and where. */
function findingText(anomaly: Anomaly, report: Report): string {
  const where = anomalyWhere(anomaly, report);
  return where === "" ? anomalyText(anomaly) : `${anomalyText(anomaly)} (${where})`;
}

/** Descriptions of fields are left out: a reader of a terminal knows them, or asks `metric-events events`. */
function sectionText(
  { eventName, shortTitle, limits, notes: sentences, tables }: Section,
  paint: Paint,
  columns: number,
): string {
  const title = [`${eventName === undefined ? "" : `${eventName}: `}${shortTitle}`, ...limits].join(", ");
  const parts = [
    ...(sentences.length === 0 ? [] : [paragraph(sentences.join(" "), columns)]),
    ...tables.map(tableText),
  ];
  return titled(title, parts.join("\n\n"), paint);
}

function titled(title: string, body: string, paint: Paint): string {
  return `${paint("bold", printable(title))}\n${body}`;
}

function paragraph(text: string, columns: number, indent?: string): string {
  return wrap(printable(text), columns, indent);
}

function tableText({ columns, rows, trend }: ReportTable): string {
  if (trend === undefined) return formatTable(columns, rows).trimEnd();
  const withTrend = rows.map((row, index) => [...row, sparkline(trend.rows[index] ?? [], sparkWidth)]);
  return formatTable([...columns, { title: `${trend.of} over time` }], withTrend).trimEnd();
}
