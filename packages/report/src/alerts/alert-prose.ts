import type { Zone } from "@metric-events/text";
import { formatMoment, quantityText, valueName } from "../render/format.js";
import { alertValueText, takenText } from "./alert-rule.js";
import type { Alert } from "./check-alerts.js";

/** What an alert is about: the name of its rule, and its group. */
export function groupText({ rule, group }: Pick<Alert, "rule" | "group">): string {
  const values = rule.watch.by.map(({ name }, index) => `${name}=${valueName(group[index])}`);
  return values.length === 0 ? rule.name : `${rule.name} (${values.join(", ")})`;
}

/** What an alert says: the value, the limit, and since when. */
export function alertText(alert: Alert, zone: Zone): string {
  const { rule, value, from, to, beyondSince } = alert;
  const { settings, limit, windowSeconds, forSeconds } = rule;
  const side = settings.above === undefined ? "below" : "above";
  const moment = (time: number): string => formatMoment(time, zone);
  const wrong = `${takenText(rule)} in ${quantityText(windowSeconds, "s")}: ${alertValueText(value, rule)}, ${side} ${alertValueText(limit, rule)}`;
  const since = forSeconds === 0 ? "" : ` since ${moment(beyondSince)}`;
  return `${wrong}${since}; fires from ${moment(from)} ${to === undefined ? "on" : `to ${moment(to)}`}`;
}
