import { type Paint, plain } from "@metric-events/text";
import type { Report } from "../model/report.js";

export const reportFormats = ["text", "json", "markdown", "html"] as const;

export type ReportFormat = (typeof reportFormats)[number];

export interface RenderOptions {
  /** Width of the terminal. Default: 80. */
  readonly columns?: number;
  /** Default: without colors. */
  readonly paint?: Paint;
}

/** The report in one of its forms. Only the code of that form is loaded. */
export async function renderReport(
  report: Report,
  format: ReportFormat,
  { columns = 80, paint = plain }: RenderOptions = {},
): Promise<string> {
  switch (format) {
    case "text":
      return (await import("./text.js")).reportText(report, columns, paint);
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
