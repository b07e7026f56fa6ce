export type { LogPlace } from "./aggregate/place.js";
export {
  type Anomaly,
  type AnomalyExample,
  type AnomalyKind,
  type AnomalySeverity,
  anomalyKinds,
  severityOf,
} from "./model/anomaly.js";
export type {
  DimensionReport,
  EventReport,
  GaugeReport,
  Input,
  MeasureGroup,
  MeasureReport,
  Report,
  Selection,
  Summary,
} from "./model/report.js";
export { notes } from "./render/headline.js";
export { type RenderOptions, type ReportFormat, renderReport, reportFormats } from "./render/render.js";
export { ReportError, type ReportErrorCode } from "./report-error.js";
export { type ReportOptions, reportLogs } from "./report-logs.js";
export type { Chart, ReportTable, Section, SectionOptions, Trend } from "./sections/section.js";
export { sectionsOf } from "./sections/sections-of.js";
