import { catalogue } from "@metric-events/core";
import { describe, expect, it } from "vitest";
import { type DashboardSystem, grafanaDashboard } from "../../src/index.js";
import { fleetSeries, objectives } from "../support/fleet-series.js";
import { readLogql } from "../support/logql.js";
import { isSelected, selectorsIn } from "../support/promql.js";

interface Panel {
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string; readonly refId: string; readonly legendFormat: string }[];
}

interface Dashboard {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string }[] };
}

async function dashboardFor(system: DashboardSystem): Promise<Dashboard> {
  const { text, unsupported } = await grafanaDashboard({ system, catalogue, objectives, log: "/var/log/metrics.log" });
  expect(unsupported).toEqual([]);
  return JSON.parse(text) as Dashboard;
}

function expressionsOf({ panels }: Dashboard): readonly string[] {
  return panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
}

/** What the dashboards of runners have always answered, and what a panel for it asks. */
const questions: readonly (readonly [question: string, title: string, asked: RegExp])[] = [
  ["which share of the jobs ran on which host", "runner_start by host", /by \(host\)/],
  ["how many runners were installed, started and stopped", "Events", /runner_installed/],
  ["how many runners crashed", "Events", /crashed_runners/],
  ["how many runners crashed, over time", "reconciliation: crashed_runners in all", /crashed_runners/],
  ["how many runners are idle now, of how many expected", "reconciliation: now", /expected_runners/],
  [
    "how many runners were idle, active and expected over time",
    "reconciliation: expected_runners and its parts",
    /active_runners/,
  ],
  ["how many expected runners were neither idle nor active", "reconciliation: expected_runners and its parts", / - /],
  ["how long installations took", "runner_installed: duration", /0\.95/],
  ["how long runners were idle", "runner_start: idle", /0\.5/],
  ["how long reconciliations took", "reconciliation: duration", /0\.99/],
  ["how long jobs waited", "runner_start: queue_duration", /0\.95/],
  ["how long jobs waited at most, by host", "runner_start: queue_duration by host, at most", /by \(host/],
  ["how often runners were reconciled", "reconciliation: interval", /3600 \//],
  ["how runners ended", "runner_stop by status", /by \(status\)/],
  ["how jobs ended", "runner_stop by job_conclusion", /by \(job_conclusion\)/],
  ["which flavors jobs used", "runner_start by flavor", /by \(flavor\)/],
  [
    "which codes runners ended with, such as those of refusals by policy",
    "runner_stop by status_info.code",
    /by \(status_info_code\)/,
  ],
  ["which events of GitHub started jobs", "runner_start by github_event", /by \(github_event\)/],
  ["how long jobs took", "runner_stop: job_duration", /0\.9/],
  ["how many jobs each repository had", "runner_start by repo", /topk\(10/],
  ["how many repositories there were", "Different values of repo in runner_start", /^count\(/],
  ["how many jobs there were in all", "Events in all", /runner_start/],
  ["how many jobs there were per day", "Events per day", /\[1d\]/],
  ["which share of the jobs waited for less than a minute", "queue under a minute", /60/],
];

describe.each(["prometheus", "loki"] as const)("a dashboard for %s", async (system) => {
  const dashboard = await dashboardFor(system);

  it.each(questions)("shows %s", (_, title, asked) => {
    const panel = dashboard.panels.find((each) => each.title === title);
    expect(panel?.targets?.map(({ expr }) => expr).join("\n")).toMatch(asked);
  });

  it("begins with the objectives", () => {
    expect(dashboard.panels.slice(0, 2).map(({ title }) => title)).toEqual(["Objectives", "queue under a minute"]);
  });

  it("is the same each time, with panels that do not cover each other", async () => {
    expect(await dashboardFor(system)).toEqual(dashboard);
    const taken = new Set<string>();
    for (const { gridPos } of dashboard.panels) {
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(x).toBeLessThan(24);
          expect(taken.has(`${x},${y}`)).toBe(false);
          taken.add(`${x},${y}`);
        }
      }
    }
    expect(taken.size).toBeGreaterThan(1000);
  });

  it("has a variable for everything that its queries take from the dashboard", () => {
    const names = new Set(dashboard.templating.list.map(({ name }) => name));
    const used = new Set(
      expressionsOf(dashboard).flatMap((text) => [...text.matchAll(/"\$(\w+)"/g)].map(([, name = ""]) => name)),
    );
    expect(used.size).toBeGreaterThan(4);
    expect([...used].filter((name) => !names.has(name))).toEqual([]);
  });

  it("names queries differently within a panel", () => {
    for (const { targets = [] } of dashboard.panels)
      expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
  });
});

describe("the queries of panels", () => {
  it("are LogQL for Loki", async () => {
    const expressions = expressionsOf(await dashboardFor("loki"));
    expect(expressions.length).toBeGreaterThan(50);
    for (const expression of expressions) expect(readLogql(expression)).toContain("RangeAggregationExpr");
    expect(() => readLogql("sum by (a) (count_over_time({a=~} [1h]))")).toThrow("not LogQL");
  });
});

describe("the queries for Prometheus", async () => {
  const series = await fleetSeries();

  it("ask only for series that metrics writes", async () => {
    const expressions = expressionsOf(await dashboardFor("prometheus"));
    const selectors = expressions.flatMap(selectorsIn);
    expect(selectors.length).toBeGreaterThan(60);
    const missing = selectors.filter((selector) => !series.some((each) => isSelected(each, selector)));
    expect(missing).toEqual([]);
    // Near misses are found.
    expect(series.some((each) => isSelected(each, { name: "runner_starts_total", matchers: [] }))).toBe(false);
  });

  it("group by labels that these series have", async () => {
    const expressions = expressionsOf(await dashboardFor("prometheus"));
    const labels = new Set([...series.flatMap((each) => Object.keys(each.labels)), "instance"]);
    const grouped = expressions.flatMap((text) =>
      [...text.matchAll(/ by \(([^)]*)\)/g)].flatMap(([, list = ""]) => list.split(", ")),
    );
    expect(grouped.length).toBeGreaterThan(20);
    expect(grouped.filter((label) => !labels.has(label))).toEqual([]);
  });
});
