export type { LogPlace } from "./aggregate/place.js";
export { AlertError, type AlertErrorCode } from "./alerts/alert-error.js";
export { alertText, groupText } from "./alerts/alert-prose.js";
export { type AlertRule, resolveAlertRules } from "./alerts/alert-rule.js";
export { type AlertSettings, alertFileRule, type MissingData } from "./alerts/alert-settings.js";
export {
  type AlertState,
  alertStateText,
  type FiringGroup,
  parseAlertState,
  type RuleState,
} from "./alerts/alert-state.js";
export { type Alert, type AlertOptions, type AlertResult, alertsFrom, checkAlerts } from "./alerts/check-alerts.js";
export type { Episode } from "./alerts/episodes.js";
export type { EventColumns, OriginatedColumns } from "./columns/columns.js";
export { valueText } from "./columns/columns-builder.js";
export { type EventPlan, mainDimension, type PlannedField, planEvent } from "./columns/event-plan.js";
export { type ColumnsMeaning, type ReadColumnsOptions, readColumns } from "./columns/read-columns.js";
export { type Prices, resolvePrices } from "./cost/prices.js";
export { type PriceSettings, pricesFileRule } from "./cost/prices-config.js";
export {
  type Anomaly,
  type AnomalyExample,
  type AnomalyKind,
  type AnomalySeverity,
  anomalyKinds,
} from "./model/anomaly.js";
export { compareReports } from "./model/compare-reports.js";
export type { CostFigures, CostGroups, CostReport } from "./model/cost-report.js";
export type {
  DimensionReport,
  EventReport,
  FigureChange,
  GaugeReport,
  Input,
  MeasureGroup,
  MeasureReport,
  ObjectiveCount,
  ObjectiveFigures,
  ObjectiveGroup,
  ObjectiveReport,
  QuantileRanges,
  Report,
  ReportComparison,
  Selection,
  SilencedFinding,
  Summary,
} from "./model/report.js";
export { type Goodness, type Objective, resolveObjectives } from "./objectives/objective.js";
export type { ObjectiveSettings } from "./objectives/objective-config.js";
export { notes } from "./render/headline.js";
export { type RenderOptions, type ReportFormat, renderReport, reportFormats } from "./render/render.js";
export { ReportError, type ReportErrorCode } from "./report-error.js";
export { type ReportOptions, reportLogs, reportStoredEvents } from "./report-logs.js";
export { objectiveSections } from "./sections/objectives-section.js";
export type { Chart, ReportTable, Section, SectionOptions, Trend } from "./sections/section.js";
export { sectionsOf } from "./sections/sections-of.js";
export type { FindingIgnore, ReportSettings } from "./silenced/ignore-config.js";
export { ignoreMistakes } from "./silenced/ignore-mistakes.js";
export type { StoredBatch, StoredEvents, StoredSelection } from "./stored-events.js";
export { type ColumnTest } from "./watch/row-test.js";
export { type Watch, type WatchSettings } from "./watch/watch.js";
