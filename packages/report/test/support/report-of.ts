import { Readable } from "node:stream";
import { catalogue } from "@metric-events/core";
import { streamLog } from "@metric-events/reader";
import { type Report, type ReportOptions, renderReport, reportLogs } from "../../src/index.js";

/** What a log of these lines says, with times in UTC. */
export function reportOn(lines: readonly string[], options: Partial<ReportOptions> = {}): Promise<Report> {
  const log = streamLog(Readable.from([Buffer.from(`${lines.join("\n")}\n`)]), "metrics.log");
  return reportLogs([log], { catalogue, zone: "utc", ...options });
}

/** The same as its JSON says it, with the messages of anomalies. */
export async function reportOf(lines: readonly string[], options?: Partial<ReportOptions>): Promise<Report> {
  return JSON.parse(await renderReport(await reportOn(lines, options), "json"));
}

const job = { flavor: "small", workflow: "CI", repo: "acme/widgets", github_event: "push" };

export function installed(timestamp: number, duration: number, flavor = "small"): string {
  return JSON.stringify({ timestamp, event: "runner_installed", flavor, duration });
}

export function started(timestamp: number, more: object = {}): string {
  return JSON.stringify({ timestamp, event: "runner_start", ...job, idle: 1, ...more });
}

export function stopped(timestamp: number, more: object = {}): string {
  return JSON.stringify({ timestamp, event: "runner_stop", ...job, status: "normal", job_duration: 60, ...more });
}

export function reconciled(timestamp: number, flavor: string, idle: number): string {
  return JSON.stringify({
    timestamp,
    event: "reconciliation",
    flavor,
    crashed_runners: 0,
    idle_runners: idle,
    duration: 1,
  });
}
