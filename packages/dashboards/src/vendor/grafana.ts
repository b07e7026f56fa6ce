// The build replaces this module by the parts of the SDK of Grafana that are used.
export { PanelBuilder as BarGaugePanel } from "@grafana/grafana-foundation-sdk/bargauge";
export {
  GraphDrawStyle,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  StackingConfigBuilder,
  StackingMode,
  VizLegendOptionsBuilder,
  VizOrientation,
} from "@grafana/grafana-foundation-sdk/common";
export {
  DashboardBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  TextBoxVariableBuilder,
  VariableRefresh,
} from "@grafana/grafana-foundation-sdk/dashboard";
export { PanelBuilder as HeatmapPanel } from "@grafana/grafana-foundation-sdk/heatmap";
export { DataqueryBuilder as LokiQuery } from "@grafana/grafana-foundation-sdk/loki";
export { DataqueryBuilder as PrometheusQuery, PromQueryFormat } from "@grafana/grafana-foundation-sdk/prometheus";
export { PanelBuilder as StatPanel } from "@grafana/grafana-foundation-sdk/stat";
export { PanelBuilder as TimeSeriesPanel } from "@grafana/grafana-foundation-sdk/timeseries";
