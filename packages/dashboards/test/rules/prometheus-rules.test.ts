import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { catalogue } from "@metric-events/core";
import { bound, hasTool, temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { prometheusRules } from "../../src/index.js";
import { alertsOf, fleetSeries, objectives, objectivesOf, shippedAlerts } from "../support/fleet-series.js";
import { isSelected, selectorsIn } from "../support/promql.js";

function expressionsIn(text: string): readonly string[] {
  return [...text.matchAll(/^ {8}expr: (".*")$/gm)].map(([, quoted = ""]) => JSON.parse(quoted) as string);
}

const at = (minutes: number, alertname: string, labels: readonly object[]) => ({
  eval_time: `${minutes}m`,
  alertname,
  exp_alerts: labels.map((each) => ({ exp_labels: each })),
});
const stop = (more: string): string =>
  `runner_stop_total{flavor="small",status="normal"${more},job="node",instance="a"}`;

const hasPromtool = hasTool("promtool", "prometheus");

function promtool(args: readonly string[], cwd: string) {
  const { status, stdout, stderr } = spawnSync(...bound("promtool", [...args]), { cwd, encoding: "utf8" });
  return { status, output: stdout + stderr };
}

describe("rules for Prometheus", async () => {
  const series = await fleetSeries();
  const { text, count, unsupported } = prometheusRules({ catalogue, alerts: shippedAlerts(), objectives });

  it("have all shipped alerts, and the objectives by three windows", () => {
    expect(unsupported).toEqual([]);
    expect(count).toBe(6 + 3 + 3 + 1);
    expect(expressionsIn(text)).toHaveLength(count);
  });

  it("ask only for series that metrics writes", () => {
    const selectors = expressionsIn(text).flatMap(selectorsIn);
    expect(selectors.length).toBeGreaterThan(30);
    // A healthy fleet has no status codes of servers, and no refusals by policy.
    const isRare = ({ matchers }: (typeof selectors)[number]): boolean =>
      matchers.some(({ label, value }) => label === "status_info_code" || value === "repo-policy-check-failure");
    for (const selector of selectors) {
      const asked = isRare(selector) ? { ...selector, matchers: [] } : selector;
      expect(
        series.some((each) => isSelected(each, asked)),
        JSON.stringify(selector),
      ).toBe(true);
    }
  });

  it.skipIf(!hasPromtool)("satisfy promtool check rules", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "rules.yml"), text);
    expect(promtool(["check", "rules", "rules.yml"], folder)).toMatchObject({ status: 0 });
  });

  it.skipIf(!hasPromtool)("fire and do not fire as they should", () => {
    const folder = temporaryFolder();
    // promtool compares annotations too, which are for people.
    writeFileSync(join(folder, "rules.yml"), text.replaceAll(/^ {8}annotations:\n(?: {10}.*\n)+/gm, ""));
    const up = { series: 'metric_events_lines_total{verdict="valid",job="node",instance="a"}', values: "0+1x2000" };
    const tests = [
      {
        // A first crash of a server, in a series that was not there before; it is over after ten minutes.
        interval: "1m",
        input_series: [
          up,
          { series: stop(""), values: "5+1x200" },
          { series: stop(',status_info_code="503"'), values: "_x100 1+0x100" },
        ],
        alert_rule_test: [
          at(90, "a service fails", []),
          at(105, "a service fails", [{ severity: "warning" }]),
          at(130, "a service fails", []),
        ],
      },
      {
        // What an exporter finds in the log when it starts is not new.
        interval: "1m",
        input_series: [
          { ...up, values: "_x5 1+1x100" },
          { series: stop(',status_info_code="503"'), values: "_x5 9+0x100" },
        ],
        alert_rule_test: [at(6, "a service fails", []), at(30, "a service fails", [])],
      },
      {
        interval: "1m",
        input_series: [
          { series: 'reconciliation_idle_runners{host="h",flavor="small",job="node",instance="a"}', values: "0x300" },
          {
            series: 'reconciliation_idle_runners{host="h",flavor="large",job="node",instance="a"}',
            values: "0x60 3x240",
          },
        ],
        alert_rule_test: [
          at(110, "no idle runners", []),
          at(200, "no idle runners", [{ severity: "warning", host: "h", flavor: "small", instance: "a" }]),
        ],
      },
      {
        interval: "1m",
        input_series: [
          up,
          {
            series: 'reconciliation_crashed_runners_sum_total{flavor="small",job="node",instance="a"}',
            values: "0x60 3x60",
          },
        ],
        alert_rule_test: [
          at(59, "runners crash", []),
          at(65, "runners crash", [{ severity: "warning" }]),
          at(80, "runners crash", []),
        ],
      },
      {
        // Half of the waits are beyond a minute, where one in twenty may be.
        interval: "5m",
        input_series: [
          up,
          {
            series: 'runner_start_queue_duration_seconds_bucket{flavor="small",le="60",job="node",instance="a"}',
            values: "0+10x24 250+1x40",
          },
          {
            series: 'runner_start_queue_duration_seconds_count{flavor="small",job="node",instance="a"}',
            values: "0+10x24 250+10x40",
          },
        ],
        alert_rule_test: [
          at(115, "queue under a minute", []),
          at(240, "queue under a minute", [{ severity: "page", window: "1h", flavor: "small" }]),
        ],
      },
    ];
    writeFileSync(
      join(folder, "test.yml"),
      JSON.stringify({ rule_files: ["rules.yml"], evaluation_interval: "1m", tests }),
    );
    const found = promtool(["test", "rules", "test.yml"], folder);
    expect(found.output).not.toContain("FAILED");
    expect(found.status).toBe(0);
  });

  it("keep texts of configs from being templates or YAML", () => {
    const evil = 'x"\n- {{ $labels }} \u0001';
    const rules = prometheusRules({
      catalogue,
      alerts: alertsOf({
        [evil]: {
          event: "runner_start",
          take: "count",
          above: 1,
          window: "1h",
          description: evil,
          where: `flavor=${evil}`,
        },
      }),
      objectives: [],
    });
    expect(rules.text).not.toMatch(/[^ -~\n]/);
    expect(rules.text).toContain('{{ \\"{{\\" }} $labels');
    if (hasPromtool) {
      const folder = temporaryFolder();
      writeFileSync(join(folder, "rules.yml"), rules.text);
      expect(promtool(["check", "rules", "rules.yml"], folder)).toMatchObject({ status: 0 });
    }
  });

  it("say what has no form in PromQL, and what to do", () => {
    const base = { event: "runner_start", take: "count", above: 1, window: "1h" } as const;
    const { unsupported: found, count: written } = prometheusRules({
      catalogue,
      alerts: alertsOf({
        repo: { ...base, where: "repo=acme/a" },
        by: { ...base, by: "workflow" },
        keeps: { event: "runner_start", take: "max", field: "idle", above: 1, window: "1h", missing: "keeps" },
        last: { event: "runner_start", take: "last", field: "idle", above: 1, window: "1h" },
      }),
      objectives: objectivesOf({
        odd: { event: "runner_start", field: "queue_duration", below: 45, share: 0.9 },
        count: { event: "reconciliation", field: "idle_runners", above: 0, share: 0.9 },
      }),
    });
    expect(written).toBe(0);
    expect(found.map(({ name, reason }) => `${name}: ${reason}`)).toMatchInlineSnapshot(`
      [
        "repo: the condition "repo=acme/a" is about repo, which is not a label of its series; mark it "cardinality": "low" in the schema if it is a dimension with few values",
        "by: it groups by workflow, which is not a label of its series; mark it "cardinality": "low" in the schema if it has few values",
        "keeps: "missing": "keeps" has no form in PromQL; use "ok" or "fires"",
        "last: "take": "last" of a measure is not in its histogram; use "mean" or a percentile",
        "odd: 45 is not the limit of a bucket of queue_duration: the schema has the buckets 1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600, 86400; add it there",
        "count: idle_runners is a count, of which there is no histogram; give the objective a measure, or "good" conditions",
      ]
    `);
  });

  it("ask for ranges of numbers by their digits", () => {
    const where = "status_info.code>=500";
    const { text: own } = prometheusRules({
      catalogue,
      alerts: alertsOf({
        codes: { event: "runner_stop", take: "count", above: 1, window: "1h", where: [where, "status_info.code<600"] },
      }),
      objectives: [],
    });
    const [selector] = expressionsIn(own).flatMap(selectorsIn);
    for (const code of [0, 50, 499, 500, 550, 599, 600, 5000, -500]) {
      const labels = { status_info_code: String(code) };
      expect(
        isSelected({ name: "runner_stop_total", labels }, selector as NonNullable<typeof selector>),
        String(code),
      ).toBe(code >= 500 && code < 600);
    }
  });
});
