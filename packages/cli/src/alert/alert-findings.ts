import { type Alert, type AlertResult, alertText, groupText } from "@metric-events/report";
import { count, type FindingSummary, type PlacedFinding, type RuleText, type Zone } from "@metric-events/text";
import type { RulesFile } from "./alert-rules-file.js";

/** The rule of findings, for code scanning. */
export const alertFindingRules: Readonly<Record<string, RuleText>> = {
  firing: {
    description: "A rule of alerts fires",
    help: "The rule says which events it is about and what to do; metric-events report and tail show more of them.",
  },
};

/** An alert as a finding, at the place of its rule. */
export async function alertFinding(alert: Alert, file: RulesFile, zone: Zone): Promise<PlacedFinding> {
  const { description } = alert.rule.settings;
  return {
    place: { file: file.name, ...(await file.placeOf(["rules", alert.rule.name], "key")) },
    code: "firing",
    severity: "error",
    title: groupText(alert),
    subject: groupText(alert),
    // One line for each alert, so that programs which read lines get all of it.
    message: `${alertText(alert, zone)}${description === undefined ? "" : `. ${description}`}`,
    facts: factsOf(alert),
  };
}

function factsOf({ rule, group, value, events, beyondSince, from, to }: Alert): Record<string, unknown> {
  return {
    rule: rule.name,
    group: Object.fromEntries(rule.watch.by.map(({ name }, index) => [name, group[index] ?? null])),
    value: value ?? null,
    limit: rule.limit,
    events,
    beyondSince,
    from,
    to: to ?? null,
  };
}

/** What is said after the alerts: what the state knew. */
export function alertSummary(
  { alerts, ended, known }: Pick<AlertResult, "alerts" | "ended" | "known">,
  rules: number,
  zone: Zone,
): FindingSummary {
  const told = alerts.length === 0 ? "no alert" : count(alerts.length, "alert");
  return {
    lines: [
      ...ended.map((alert) => `ended: ${groupText(alert)}: ${alertText(alert, zone)}`),
      `${count(rules, "rule")}: ${told}${known.length === 0 ? "" : `, and ${known.length.toLocaleString("en-US")} reported before`}`,
    ],
    data: {
      ended: ended.map(factsOf),
      summary: { rules, alerts: alerts.length, known: known.length, ended: ended.length },
    },
  };
}
