// How many lines does one process send to a collector? The collector is another process on loopback, which reads each request and takes it. So
// this is what judging, encoding, compressing and sending cost here; a real collector needs time of its own. FLEET_EVENTS sets the size.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { catalogue } from "@metric-events/core";
import { bound } from "@metric-events/test-support";
import { quartiles, reportGoals } from "../../../scripts/bench-report.js";
import { shipLogs } from "../dist/index.js";
import { writeFleetLog } from "./support/write-fleet-log.js";

const events = Number(process.env["FLEET_EVENTS"] ?? 200_000);
const rounds = 3;
const folder = mkdtempSync(join(tmpdir(), "metric-events-bench-"));
const log = join(folder, "metrics.log");

const collector = spawn(...bound(process.execPath, [fileURLToPath(new URL("support/collector.mjs", import.meta.url))]));
const [port] = (await once(collector.stdout, "data")) as [Buffer];
try {
  writeFleetLog(log, events);
  console.log(
    `Node ${process.version}, ${events.toLocaleString("en-US")} lines, ${(statSync(log).size / 1e6).toFixed(0)} MB; median of ${rounds}`,
  );
  const goals = [];
  for (const [protocol, compression] of [
    ["http/protobuf", "gzip"],
    ["http/json", "gzip"],
    ["http/protobuf", "none"],
  ] as const) {
    const measured: Cost[] = [];
    for (let round = 0; round < rounds; round++) measured.push(await costOf(protocol, compression, round));
    const { median } = quartiles(measured.map(({ rate }) => rate));
    const processor = quartiles(measured.map(({ processorMicros }) => processorMicros)).median;
    const shown = `${Math.round(median).toLocaleString("en-US")} records/s, ${processor.toFixed(0)} µs of processor time a record`;
    console.log(`${protocol}, ${compression}: ${shown}`);
    goals.push({ what: `records/s over ${protocol}, ${compression}`, actual: median, atLeast: 20_000 });
  }
  reportGoals(goals);
} finally {
  collector.kill();
  rmSync(folder, { recursive: true, force: true });
}

/** What a record costs. On a machine that does other things, too, the processor time says more. */
interface Cost {
  readonly rate: number;
  readonly processorMicros: number;
}

async function costOf(protocol: string, compression: string, round: number): Promise<Cost> {
  const before = process.cpuUsage();
  const begun = performance.now();
  const { lines } = await shipLogs({
    logs: [log],
    to: `otlp+http://127.0.0.1:${String(port).trim()}/v1/logs`,
    host: "build-7",
    catalogue,
    signal: new AbortController().signal,
    once: true,
    env: {
      METRICS_SHIP_STATE: join(folder, `${protocol.replace("/", "-")}-${compression}-${round}`),
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      OTEL_EXPORTER_OTLP_COMPRESSION: compression,
    },
  });
  const { user, system } = process.cpuUsage(before);
  return { rate: lines / ((performance.now() - begun) / 1000), processorMicros: (user + system) / lines };
}
