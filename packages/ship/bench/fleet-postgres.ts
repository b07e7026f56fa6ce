// How many lines does one process add to a PostgreSQL of its own, on a socket? Not without the programs of Debian's package postgresql.
// FLEET_EVENTS sets the size.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { catalogue } from "@metric-events/core";
import { shipLogs } from "../dist/index.js";
import { hasPostgres, PostgresServer } from "../test/postgres/support/postgres-server.js";
import { writeFleetLog } from "./support/write-fleet-log.js";

const events = Number(process.env["FLEET_EVENTS"] ?? 200_000);

if (hasPostgres) await measure();

async function measure(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "metric-events-bench-"));
  const log = join(folder, "metrics.log");
  const server = await PostgresServer.create("on");
  try {
    writeFleetLog(log, events);
    const seconds = await add(log, server.url);
    console.log(`Node ${process.version}, ${events.toLocaleString("en-US")} lines, fsync on`);
    console.log(`added       ${shown(seconds)}`);
    await server.query("DELETE FROM metric_events._positions");
    console.log(`added again ${shown(await add(log, server.url))}, nothing doubled`);
  } finally {
    await server.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function add(log: string, to: string): Promise<number> {
  const begun = performance.now();
  const { signal } = new AbortController();
  await shipLogs({ logs: [log], to, host: "build-7", catalogue, signal, once: true, env: {} });
  return (performance.now() - begun) / 1000;
}

function shown(seconds: number): string {
  return `${seconds.toFixed(1)} s, ${Math.round(events / seconds).toLocaleString("en-US")} rows/s`;
}
