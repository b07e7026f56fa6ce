import type { Paint } from "../../format/colors.js";
import type { Report } from "../model.js";

export const reportFormats = ["text", "json", "markdown", "html"] as const;

export type ReportFormat = (typeof reportFormats)[number];

/** The report in one of its forms. Only the code of that form is loaded. */
export async function renderReport(
  report: Report,
  format: ReportFormat,
  { columns, paint }: { readonly columns: number; readonly paint: Paint },
): Promise<string> {
  switch (format) {
    case "text":
      return (await import("./text.js")).textReport(report, columns, paint);
    case "json":
      return (await import("./json.js")).jsonReport(report);
    case "markdown":
      return (await import("./markdown.js")).markdownReport(report);
    case "html":
      return (await import("../page/page.js")).pageReport(report);
    default:
      return format satisfies never;
  }
}
