import { type EventSeries, numberText, planSeries } from "@metric-events/metrics";
import type { AlertRule, Objective } from "@metric-events/report";
import type { Catalogue } from "@metric-events/runtime";
import { printable } from "@metric-events/text";
import { risen, spanText } from "../promql/risen.js";
import { UnsupportedQuestion } from "../unsupported.js";
import { alertExpression } from "./alert-expression.js";
import { objectiveQuery } from "./objective-expression.js";
import { type RuleGroup, rulesYaml, type WrittenRule } from "./rules-yaml.js";

export interface RulesInput {
  readonly catalogue: Catalogue;
  readonly alerts: readonly AlertRule[];
  readonly objectives: readonly Objective[];
}

/** Rules for Prometheus. */
export interface PrometheusRules {
  /** The file, in YAML. */
  readonly text: string;
  readonly count: number;
  /** What has no form in PromQL, and what to change. */
  readonly unsupported: readonly UnsupportedRule[];
}

export interface UnsupportedRule {
  readonly kind: "alert" | "objective";
  readonly name: string;
  readonly reason: string;
}

/**
 * How fast an error budget burns, by the SRE workbook (chapter 5, table 5-8): a long window, a short one that says that it still does, and the
 * share of the budget that the long one spends.
 */
const burns = [
  { long: 3600, short: 300, spent: 0.02, severity: "page" },
  { long: 6 * 3600, short: 1800, spent: 0.05, severity: "page" },
  { long: 3 * 86_400, short: 6 * 3600, spent: 0.1, severity: "ticket" },
] as const;

/** Alerting rules for Prometheus, of the same alerts and objectives that `alert` and `report` take. */
export function prometheusRules({ catalogue, alerts, objectives }: RulesInput): PrometheusRules {
  const plan = planSeries(catalogue);
  const seriesOf = (eventName: string): EventSeries => {
    const found = plan.events.find((each) => each.plan.eventName === eventName);
    if (found === undefined) throw new Error(`the catalogue has no event ${eventName}`);
    return found;
  };
  const unsupported: UnsupportedRule[] = [];
  const attempt = (
    kind: UnsupportedRule["kind"],
    name: string,
    make: () => readonly WrittenRule[],
  ): readonly WrittenRule[] => {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof UnsupportedQuestion)) throw error;
      unsupported.push({ kind, name, reason: error.message });
      return [];
    }
  };
  const groups: RuleGroup[] = [
    ...intervalsOf(alerts).map(([seconds, own]) => ({
      name: `metric events: alerts, every ${seconds}s`,
      intervalSeconds: seconds,
      rules: own.flatMap((rule) =>
        attempt("alert", rule.name, () => [alertRuleOf(rule, seriesOf(rule.watch.plan.eventName), catalogue)]),
      ),
    })),
    {
      name: "metric events: objectives",
      intervalSeconds: 60,
      rules: objectives.flatMap((objective) =>
        attempt("objective", objective.name, () =>
          burnRules(objective, seriesOf(objective.watch.plan.eventName), catalogue),
        ),
      ),
    },
  ].filter(({ rules }) => rules.length > 0);
  const count = groups.reduce((sum, { rules }) => sum + rules.length, 0);
  return { text: rulesYaml(groups), count, unsupported };
}

function intervalsOf(alerts: readonly AlertRule[]): readonly (readonly [number, readonly AlertRule[]])[] {
  const seconds = [...new Set(alerts.map(({ everySeconds }) => everySeconds))].toSorted((left, right) => left - right);
  return seconds.map((each) => [each, alerts.filter(({ everySeconds }) => everySeconds === each)] as const);
}

function alertRuleOf(rule: AlertRule, series: EventSeries, catalogue: Catalogue): WrittenRule {
  const { description } = rule.settings;
  return {
    alert: printable(rule.name),
    expr: alertExpression(rule, series, catalogue),
    forSeconds: rule.forSeconds,
    labels: { severity: "warning" },
    annotations: {
      summary: templateText(rule.name),
      ...(description === undefined ? {} : { description: templateText(description) }),
      value: "{{ $value }}",
    },
  };
}

function burnRules(objective: Objective, series: EventSeries, catalogue: Catalogue): readonly WrittenRule[] {
  const query = objectiveQuery(objective, series, catalogue);
  const { name, description = objective.goodText, share, windowSeconds } = objective;
  const mostBad = 1 - share;
  const badShare = (seconds: number): string => {
    const rise = (selector: string): string => risen(selector, spanText(seconds));
    return `(1 - ${query.good(rise)} / (${query.all(rise)} > 0))`;
  };
  return burns.flatMap(({ long, short, spent, severity }): WrittenRule[] => {
    const limit = ((spent * windowSeconds) / long) * mostBad;
    // Not even if all events were bad, or the window is over before.
    if (limit >= 1 || long > windowSeconds) return [];
    const text = numberText(Number(limit.toPrecision(6)));
    return [
      {
        alert: printable(name),
        expr: `${badShare(long)} > ${text} and ${badShare(short)} > ${text}`,
        forSeconds: 0,
        labels: { severity, window: `${long / 3600}h` },
        annotations: {
          summary: templateText(`${name}: the error budget burns too fast`),
          description: templateText(
            `${description}. ${spent * 100} % of the budget of ${windowSeconds / 86_400} days in ${long / 3600} h.`,
          ),
          value: "{{ $value }}",
        },
      },
    ];
  });
}

/** A text as it is: Prometheus takes annotations for templates. */
function templateText(text: string): string {
  return printable(text).replaceAll("{{", '{{ "{{" }}');
}
