import { count, fitTable, type Paint, printable, tableWidth, wrap } from "@metric-events/text";
import type { Anomaly } from "../model/anomaly.js";
import type { Report } from "../model/report.js";
import { comparisonSections } from "../sections/comparison-section.js";
import { costSections } from "../sections/cost-section.js";
import { objectiveSections } from "../sections/objectives-section.js";
import type { ReportTable, Section } from "../sections/section.js";
import { sectionsOf } from "../sections/sections-of.js";
import { anomalyExamples, anomalyText, anomalyWhere, silencedText } from "./anomaly-prose.js";
import { notes, reportHeadline } from "./headline.js";
import type { RenderOptions } from "./render.js";
import { sparkline } from "./sparkline.js";

const sparkWidth = 24;
const shownExamples = 5;
const marks = { error: "!!", warning: "!", note: "·" } as const;

/** The report for a terminal. */
export function reportText(report: Report, layout: Required<RenderOptions>): string {
  const { columns, paint } = layout;
  const wrong = report.findings.map((anomaly) => itemText(anomaly, report, layout));
  const silencedLine = silencedText(report);
  const silenced = silencedLine === undefined ? [] : [paragraph(`· ${silencedLine}`, columns, "  ").trimStart()];
  const parts = [
    `${paint("bold", paragraph(reportHeadline(report), columns))}\n${paragraph(notes(report).join("; "), columns)}`,
    ...objectiveSections(report).map((section) => sectionText(section, layout)),
    ...comparisonSections(report).map((section) => sectionText(section, layout)),
    ...costSections(report).map((section) => sectionText(section, layout)),
    titled("What looks wrong", [...(wrong.length === 0 ? ["nothing"] : wrong), ...silenced].join("\n"), paint),
    ...sectionsOf(report).map((section) => sectionText({ ...section, notes: [] }, layout)),
  ];
  return `${parts.join("\n\n")}\n`;
}

function itemText(anomaly: Anomaly, report: Report, { columns, tableColumns, paint }: Required<RenderOptions>): string {
  const mark = marks[anomaly.severity];
  const indent = " ".repeat(mark.length + 1);
  const examples = anomalyExamples(anomaly, report);
  const more =
    examples.length > shownExamples ? [`    … and ${count(examples.length - shownExamples, "more line")}`] : [];
  return [
    `${paint(anomaly.severity === "error" ? "red" : "yellow", mark)} ${paragraph(findingText(anomaly, report), columns, indent).trimStart()}`,
    ...examples.slice(0, shownExamples).map((example) => wrap(printable(example), tableColumns, "    ")),
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
  { columns, tableColumns, paint }: Required<RenderOptions>,
): string {
  const title = [`${eventName === undefined ? "" : `${eventName}: `}${shortTitle}`, ...limits].join(", ");
  const parts = [
    ...(sentences.length === 0 ? [] : [paragraph(sentences.join(" "), columns)]),
    ...tables.map((table) => tableText(table, tableColumns)),
  ];
  return titled(wrap(printable(title), columns), parts.join("\n\n"), paint);
}

function titled(title: string, body: string, paint: Paint): string {
  return `${paint("bold", title)}\n${body}`;
}

function paragraph(text: string, columns: number, indent?: string): string {
  return wrap(printable(text), columns, indent);
}

/** A trend takes what the other columns leave it; it is left out where that is too little to see anything. */
function tableText({ columns, rows, trend }: ReportTable, width: number): string {
  const plain = fitTable(columns, rows, width).trimEnd();
  if (trend === undefined) return plain;
  const heading = `${trend.of} over time`;
  const left = width - tableWidth(columns, rows) - 2;
  if (left < heading.length) return plain;
  const withTrend = rows.map((row, index) => [...row, sparkline(trend.rows[index] ?? [], Math.min(left, sparkWidth))]);
  return fitTable([...columns, { title: heading }], withTrend, width).trimEnd();
}
