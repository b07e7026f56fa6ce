export type {
  DimensionReport,
  EventReport,
  Finding,
  FindingCode,
  GaugeReport,
  Input,
  MeasureGroup,
  MeasureReport,
  Place,
  Report,
  Selection,
  Summary,
} from "./model/report.js";
export { notes } from "./render/headline.js";
export { type RenderOptions, type ReportFormat, renderReport, reportFormats } from "./render/render.js";
export { ReportError, type ReportErrorCode } from "./report-error.js";
export { type ReportOptions, reportLogs } from "./report-logs.js";
