import { type Paint, plain } from "@metric-events/text";
import type { Report } from "../model/report.js";

export const reportFormats = ["text", "json", "markdown", "html"] as const;

export type ReportFormat = (typeof reportFormats)[number];

export interface RenderOptions {
  /** Width of the terminal. Default: 80. */
  readonly columns?: number;
  /** The width that tables of text keep to, so that no line wraps in a terminal. Default: as wide as they are. */
  readonly tableColumns?: number;
  /** Default: without colors. */
  readonly paint?: Paint;
}

/** The report in a format. Only the code of that format is loaded. */
export async function renderReport(
  report: Report,
  format: ReportFormat,
  { columns = 80, tableColumns = Number.POSITIVE_INFINITY, paint = plain }: RenderOptions = {},
): Promise<string> {
  switch (format) {
    case "text":
      return (await import("./text.js")).reportText(report, { columns, tableColumns, paint });
    case "json":
      return (await import("./json.js")).reportJson(report);
    case "markdown":
      return (await import("./markdown.js")).reportMarkdown(report);
    case "html":
      return (await import("../page/page.js")).reportPage(report);
    default:
      return format satisfies never;
  }
}
