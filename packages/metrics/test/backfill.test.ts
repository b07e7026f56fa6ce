import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { catalogue } from "@metric-events/core";
import { bound, hasTool, temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { type BackfillOptions, backfillText, MetricsError } from "../src/index.js";
import { countFleet } from "./support/count-fleet.js";
import { readExposition, seriesMistakes } from "./support/exposition-check.js";

describe("a backfill", async () => {
  const { fleet, open } = await countFleet({ seed: 11, days: 14, hosts: 2, jobsPerHour: 2 });
  const day = 86_400;
  const options: BackfillOptions = {
    catalogue,
    stepSeconds: 300,
    now: fleet.end,
    since: fleet.start + 3 * day,
    until: fleet.start + 4 * day,
  };

  async function textOf(more: Partial<BackfillOptions> = {}): Promise<string> {
    const pieces: string[] = [];
    for await (const piece of backfillText(await open(), { ...options, ...more })) pieces.push(piece);
    return pieces.join("");
  }

  it("has every series at each step, counters that only grow, and the end of OpenMetrics", async () => {
    const text = await textOf();
    expect(text.endsWith("# EOF\n")).toBe(true);
    const samples = readExposition(text);
    expect(seriesMistakes(samples)).toEqual([]);
    const byKey = new Map<string, { time: number; value: number }[]>();
    for (const { name, labels, value, time = 0 } of samples) {
      const key = `${name}${JSON.stringify(labels)}`;
      const points = byKey.get(key) ?? [];
      points.push({ time, value });
      byKey.set(key, points);
    }
    expect(byKey.size).toBeGreaterThan(100);
    const wrong: string[] = [];
    for (const [key, points] of byKey) {
      const isCumulative = /_(?:total|bucket|count|sum)[{]/.test(key);
      points.forEach(({ time, value }, index) => {
        const before = points[index - 1];
        if (before === undefined) return;
        const isSteady = isCumulative ? time - before.time === 300 && value >= before.value : time > before.time;
        if (!isSteady) wrong.push(`${key} at ${time}`);
      });
    }
    expect(wrong).toEqual([]);
    const starts = [...fleet.records.values()].flat().filter(({ event }) => {
      const time = Number(event["timestamp"]);
      return event["event"] === "runner_start" && time >= (options.since ?? 0) && time < (options.until ?? 0);
    });
    const last = [...byKey]
      .filter(([key]) => key.startsWith("runner_start_total"))
      .map(([, points]) => points.at(-1)?.value ?? 0);
    expect(last.reduce((sum, each) => sum + each, 0)).toBe(starts.length);
  });

  it.skipIf(!hasTool("promtool", "prometheus"))("becomes blocks of Prometheus", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "past.om"), await textOf());
    const args = ["tsdb", "create-blocks-from", "openmetrics", join(folder, "past.om"), join(folder, "data")];
    const made = spawnSync(...bound("promtool", args), { encoding: "utf8" });
    expect({ status: made.status, stderr: made.stderr }).toEqual({ status: 0, stderr: "" });
    const listed = spawnSync(...bound("promtool", ["tsdb", "list", join(folder, "data")]), { encoding: "utf8" });
    expect(listed.stdout.trim().split("\n").length).toBeGreaterThan(5);
  });

  it("says when it would not fit into memory", async () => {
    const error = await textOf({ stepSeconds: 1, maxFigures: 1000 }).catch((each: unknown) => each);
    expect(error).toBeInstanceOf(MetricsError);
    expect((error as MetricsError).code).toBe("too-many-samples");
  });
});
