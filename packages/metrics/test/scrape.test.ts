import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hasTool, temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { expositionText } from "../src/index.js";
import { countFleet } from "./support/count-fleet.js";
import { eventually, freePort, jsonFrom, startServer } from "./support/programs.js";

const hasServers = hasTool("prometheus") && hasTool("prometheus-node-exporter");

interface Answer {
  readonly data: {
    readonly result: readonly { readonly metric: Record<string, string>; readonly value: [number, string] }[];
  };
}

describe("a text file", async () => {
  const { fleet, counter } = await countFleet({ seed: 3, days: 14 });

  it.skipIf(!hasServers)("gets through node_exporter into Prometheus", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "text"));
    writeFileSync(join(folder, "text/metric_events.prom"), expositionText(counter.families(fleet.end)));
    const [exporter, prometheus] = [await freePort(), await freePort()];
    startServer("prometheus-node-exporter", [
      `--web.listen-address=127.0.0.1:${exporter}`,
      "--collector.disable-defaults",
      "--collector.textfile",
      `--collector.textfile.directory=${join(folder, "text")}`,
    ]);
    const config = {
      scrape_configs: [
        { job_name: "node", scrape_interval: "1s", static_configs: [{ targets: [`127.0.0.1:${exporter}`] }] },
      ],
    };
    writeFileSync(join(folder, "prometheus.yml"), JSON.stringify(config));
    startServer("prometheus", [
      `--config.file=${join(folder, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${prometheus}`,
    ]);
    const query = async (text: string): Promise<Answer["data"]["result"]> => {
      const answer = (await jsonFrom(
        `http://127.0.0.1:${prometheus}/api/v1/query?query=${encodeURIComponent(text)}`,
      )) as Answer | undefined;
      return answer?.data.result ?? [];
    };
    await eventually(async () => (await query("runner_start_total")).length > 0);
    const [scraped] = await query("sum(runner_start_total)");
    const starts = [...fleet.records.values()].flat().filter(({ event }) => event["event"] === "runner_start");
    expect(Number(scraped?.value[1])).toBe(starts.length);
    const errors = await query("node_textfile_scrape_error");
    expect(errors.map(({ value }) => value[1])).toEqual(["0"]);
    const byHost = await query("count by (host) (reconciliation_idle_runners)");
    expect(byHost.map(({ metric }) => metric["host"]).toSorted()).toEqual(fleet.hosts.toSorted());
  });
});
