export { type BackfillOptions, backfillText } from "./backfill.js";
export { type CountOptions, MetricsCounter } from "./metrics-counter.js";
export { MetricsError, type MetricsErrorCode } from "./metrics-error.js";
export { numberText } from "./number-text.js";
export { inBaseUnit } from "./plan/base-unit.js";
export {
  type BreakdownSeries,
  type CountSeries,
  type EventSeries,
  type Family,
  hostLabel,
  type MeasureSeries,
  planSeries,
  type ReadingSeries,
  type SeriesLabel,
  type SeriesPlan,
  sampleNames,
} from "./plan/series-plan.js";
export { type MetricsState, metricsStateText, parseMetricsState } from "./state.js";
export { expositionText } from "./write/exposition.js";
export { type MetricsPage, metricsPage } from "./write/registry.js";
export type { SeriesSample, WrittenFamily } from "./write/written-family.js";
