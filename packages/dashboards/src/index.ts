export { lnavFormat, lnavFormatName } from "./lnav/lnav-format.js";
export {
  type DashboardInput,
  type DashboardSystem,
  dashboardSystems,
  type GrafanaDashboard,
  grafanaDashboard,
} from "./panels/grafana-dashboard.js";
export {
  type PrometheusRules,
  prometheusRules,
  type RulesInput,
  type UnsupportedRule,
} from "./rules/prometheus-rules.js";
