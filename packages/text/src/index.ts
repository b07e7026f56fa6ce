export { type ColorEnvironment, type Paint, paintFor, plain } from "./colors.js";
export { csvLine, rawCsvLine } from "./csv.js";
export { formatDuration } from "./duration.js";
export { createFindingPrinter, type FindingFormat, findingFormats, formatFindings } from "./findings/create-printer.js";
export type {
  FindingDetail,
  FindingPlace,
  FindingSeverity,
  FindingSummary,
  PlacedFinding,
  RuleText,
} from "./findings/placed-finding.js";
export type { FindingPrinter, FindingPrinterOptions } from "./findings/printer.js";
export type { Repository } from "./findings/repository-path.js";
export { fitTable, tableWidth } from "./fit-table.js";
export { harmlessOutput } from "./harmless-output.js";
export { htmlText } from "./html.js";
export { type Html, html, inlineHtml, trusted } from "./html-template.js";
export { harmlessJson, indentedJsonText, jsonText } from "./json.js";
export { code, codeBlock, escape, inlineMarkdown } from "./markdown.js";
export { markdownTable, tableRow } from "./markdown-table.js";
export { momentForms, parseMoment, parseSpan, parseTimestamp, timestampForms } from "./moment.js";
export { excerpt, printable, printableLines } from "./printable.js";
export { count, formatBytes, formatQuantity, unitName } from "./quantity.js";
export { type Column, formatTable, hang, wrap } from "./table.js";
export { formatTimestamp, type Zone } from "./timestamp.js";
export { type Annotation, errorCommand, workflowCommand } from "./workflow-command.js";
