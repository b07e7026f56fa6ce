import { planSeries, type SeriesLabel } from "@metric-events/metrics";
import type { Objective } from "@metric-events/report";
import type { Catalogue } from "@metric-events/runtime";
import { indentedJsonText } from "@metric-events/text";
import { fileLabel, logqlWriter } from "../logql/logql-writer.js";
import { promqlWriter, variableLabels } from "../promql/promql-writer.js";
import type { PanelPlan } from "./panel-plan.js";
import { type PlannedRows, planRows } from "./plan-rows.js";
import type { PanelQuery } from "./question-writer.js";

export const dashboardSystems = ["prometheus", "loki"] as const;

/** What answers the panels of a dashboard. */
export type DashboardSystem = (typeof dashboardSystems)[number];

export interface DashboardInput {
  readonly system: DashboardSystem;
  readonly catalogue: Catalogue;
  readonly objectives: readonly Objective[];
  /** Default: Metric events. */
  readonly title?: string;
  /** The log, as the label `filename` of Loki names it. */
  readonly log: string;
}

/** A dashboard of Grafana. */
export interface GrafanaDashboard {
  /** Its JSON: the same text for the same schemas. */
  readonly text: string;
  /** Objectives that the system cannot show, and why. */
  readonly unsupported: PlannedRows["unsupported"];
}

type Sdk = typeof import("../vendor/grafana.js");

/** The variable that names the data source. */
const dataSource = "datasource";
const widths: Readonly<Record<PanelPlan["chart"], number>> = {
  lines: 12,
  shares: 12,
  bars: 12,
  heatmap: 12,
  ranking: 8,
  number: 4,
};

/** Of the grid of Grafana. */
const columns = 24;
const panelHeight = 8;

/** A dashboard with the panels that the page of `report` has, objectives first. */
export async function grafanaDashboard({
  system,
  catalogue,
  objectives,
  title = "Metric events",
  log,
}: DashboardInput): Promise<GrafanaDashboard> {
  const sdk = await import("../vendor/grafana.js");
  const plan = planSeries(catalogue);
  const writer = system === "prometheus" ? promqlWriter(catalogue) : logqlWriter(catalogue);
  const { rows, unsupported } = planRows(plan, objectives, writer);
  const builder = new sdk.DashboardBuilder(title)
    .uid(`metric-events-${system}`)
    .tags(["metric-events", system])
    .time({ from: "now-24h", to: "now" })
    .refresh("1m")
    .withVariable(new sdk.DatasourceVariableBuilder(dataSource).label("Data source").type(system));
  if (system === "loki") {
    const option = { selected: true, text: log, value: log };
    builder.withVariable(new sdk.TextBoxVariableBuilder(fileLabel).label("Log").defaultValue(log).current(option));
  }
  for (const label of variableLabels(plan)) builder.withVariable(variableOf(label, sdk, system, seriesWith(label)));
  let top = 0;
  for (const { title: rowTitle, panels } of rows) {
    builder.withRow(new sdk.RowBuilder(rowTitle).gridPos({ x: 0, y: top, w: columns, h: 1 }));
    let [x, y] = [0, top + 1];
    for (const panel of panels) {
      const width = widths[panel.chart];
      if (x + width > columns) [x, y] = [0, y + panelHeight];
      builder.withPanel(panelOf(panel, sdk, system).gridPos({ x, y, w: width, h: panelHeight }));
      x += width;
    }
    top = y + panelHeight;
  }
  return { text: `${indentedJsonText(builder.build())}\n`, unsupported };

  function seriesWith({ name }: SeriesLabel): string {
    const event = plan.events.find(({ labels }) => labels.some((each) => each.name === name));
    return `label_values(${event?.counter.name ?? ""}_total, ${name})`;
  }
}

/** What a label is selected by. Its default takes all values, also where there is none. */
function variableOf({ name, path }: SeriesLabel, sdk: Sdk, system: DashboardSystem, query: string) {
  const all = { selected: true, text: "All", value: "$__all" };
  if (system === "loki") {
    // Loki has no values of fields to offer.
    return new sdk.TextBoxVariableBuilder(name)
      .label(path ?? name)
      .defaultValue(".*")
      .current({ selected: true, text: ".*", value: ".*" });
  }
  return new sdk.QueryVariableBuilder(name)
    .label(path ?? name)
    .datasource({ type: system, uid: `\${${dataSource}}` })
    .query({ query, refId: name })
    .refresh(sdk.VariableRefresh.OnTimeRangeChanged)
    .includeAll(true)
    .allValue(".*")
    .multi(true)
    .current(all);
}

function panelOf(panel: PanelPlan, sdk: Sdk, system: DashboardSystem) {
  const built = chartOf(panel, sdk)
    .title(panel.title)
    .description(panel.description)
    .unit(panel.unit)
    .datasource({ type: system, uid: `\${${dataSource}}` });
  panel.queries.forEach((query, index) => built.withTarget(queryOf(query, refIdOf(index), sdk, system)));
  return built;
}

/** A, B … Z, A1 … */
function refIdOf(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : `${letter}${Math.floor(index / 26)}`;
}

function chartOf({ chart }: PanelPlan, sdk: Sdk) {
  const legend = new sdk.VizLegendOptionsBuilder()
    .showLegend(true)
    .displayMode(sdk.LegendDisplayMode.List)
    .placement(sdk.LegendPlacement.Bottom);
  switch (chart) {
    case "lines":
      return new sdk.TimeSeriesPanel().legend(legend);
    case "shares":
      return new sdk.TimeSeriesPanel()
        .legend(legend)
        .fillOpacity(40)
        .stacking(new sdk.StackingConfigBuilder().mode(sdk.StackingMode.Percent).group("A"));
    case "bars":
      return new sdk.TimeSeriesPanel().legend(legend).drawStyle(sdk.GraphDrawStyle.Bars).fillOpacity(60);
    case "number":
      return new sdk.StatPanel().reduceOptions(new sdk.ReduceDataOptionsBuilder().calcs(["lastNotNull"]));
    case "ranking":
      return new sdk.BarGaugePanel()
        .orientation(sdk.VizOrientation.Horizontal)
        .reduceOptions(new sdk.ReduceDataOptionsBuilder().calcs(["lastNotNull"]));
    case "heatmap":
      return new sdk.HeatmapPanel();
    default:
      return chart satisfies never;
  }
}

function queryOf({ expr, legend, isInstant, isHeatmap }: PanelQuery, refId: string, sdk: Sdk, system: DashboardSystem) {
  if (system === "loki") {
    return new sdk.LokiQuery()
      .refId(refId)
      .expr(expr)
      .legendFormat(legend)
      .queryType(isInstant === true ? "instant" : "range");
  }
  const query = new sdk.PrometheusQuery().refId(refId).expr(expr).legendFormat(legend);
  if (isHeatmap === true) query.format(sdk.PromQueryFormat.Heatmap);
  return isInstant === true ? query.instant() : query.range();
}
