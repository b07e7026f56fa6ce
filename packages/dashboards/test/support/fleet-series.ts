import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { catalogue } from "@metric-events/core";
import { MetricsCounter } from "@metric-events/metrics";
import { openLogs } from "@metric-events/reader";
import {
  type AlertSettings,
  type ObjectiveSettings,
  resolveAlertRules,
  resolveObjectives,
} from "@metric-events/report";
import { makeFleet, writeFleet } from "@metric-events/test-support";
import { afterAll } from "vitest";

interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** For a suite: the series that `metrics` writes for a made-up fleet. */
export async function fleetSeries(): Promise<readonly Series[]> {
  const folder = mkdtempSync(join(tmpdir(), "dashboards-fleet-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const fleet = makeFleet({ seed: 5, days: 14 });
  const logs = await openLogs(writeFleet(fleet, folder), { hostOf: (path) => path.split("/").at(-2) });
  const counter = new MetricsCounter(catalogue);
  await counter.count(logs, { now: fleet.end });
  return counter
    .families(fleet.end)
    .flatMap(({ samples }) => samples.map(({ name, labels }) => ({ name, labels: Object.fromEntries(labels) })));
}

/** The alerts that the command ships. */
export function shippedAlerts() {
  const text = readFileSync(new URL("../../../cli/runner-alerts.json", import.meta.url), "utf8");
  return alertsOf((JSON.parse(text) as { rules: Record<string, AlertSettings> }).rules);
}

export function alertsOf(settings: Readonly<Record<string, AlertSettings>>) {
  const { rules, mistakes } = resolveAlertRules(settings, catalogue);
  if (mistakes.length > 0) throw new Error(JSON.stringify(mistakes));
  return rules;
}

export function objectivesOf(settings: Readonly<Record<string, ObjectiveSettings>>) {
  const { objectives, mistakes } = resolveObjectives(settings, catalogue);
  if (mistakes.length > 0) throw new Error(JSON.stringify(mistakes));
  return objectives;
}

export const objectives = objectivesOf({
  "queue under a minute": {
    event: "runner_start",
    field: "queue_duration",
    below: "1m",
    share: 0.95,
    by: "flavor",
    window: "28d",
  },
  "jobs end normally": { event: "runner_stop", good: "status=normal", share: 0.99, by: "host" },
  "idle for long": { event: "runner_start", field: "idle", above: 30, share: 0.5, where: "github_event~pu" },
});
