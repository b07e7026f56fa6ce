// How fast do lines come from a file into JetStream, and from there into a lake? With one nats-server of this machine, and with three that keep each message three
// times; collected by one process and by two; how long a live event takes to the lake, and what a shipper needs that waits for 100 events/s.
// FLEET_EVENTS sets the size.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { catalogue } from "@metric-events/core";
import { bound, hasTool, installedLine } from "@metric-events/test-support";
import { quartiles, reportGoals } from "../../../scripts/bench-report.js";
import { collectStream, prepareStream, shipLogs } from "../dist/index.js";
import { writeFleetLog } from "./support/write-fleet-log.js";

const events = Number(process.env["FLEET_EVENTS"] ?? 200_000);
const rounds = 3;
const { signal } = new AbortController();
const folder = mkdtempSync(join(tmpdir(), "metric-events-bench-"));
const log = join(folder, "metrics.log");
const servers: ChildProcess[] = [];
const child = fileURLToPath(new URL("../test/support/collect-child.mjs", import.meta.url));

if (hasTool("nats-server")) await measure();

async function measure(): Promise<void> {
  try {
    writeFleetLog(log, events);
    console.log(`Node ${process.version}, ${shown(events)} lines, median of ${rounds}`);
    const one = await startServers(1);
    const three = await startServers(3);
    const goals = [
      { what: "events/s into one server", actual: await shipRate(one, 1), atLeast: 500_000 },
      {
        what: "events/s into three servers, each message three times",
        actual: await shipRate(three, 3),
        atLeast: 150_000,
      },
      { what: "events/s collected by one process", actual: await collectRate(one, 1), atLeast: 90_000 },
      { what: "events/s collected by two processes", actual: await collectRate(one, 2), atLeast: 90_000 },
    ];
    for (const { what, actual } of goals) console.log(`${shown(actual)} ${what}`);
    const { delayMs, cpuShare, megabytes } = await live(one);
    console.log(`${Math.round(delayMs)} ms from a line in the log to the lake, median`);
    console.log(
      `${(cpuShare * 100).toFixed(1)} % of a core and ${Math.round(megabytes)} MB for ship and collect in one process, at 100 events/s`,
    );
    reportGoals([...goals, { what: "1/s of the live delay", actual: 1000 / delayMs, atLeast: 0.5 }]);
  } finally {
    for (const server of servers) server.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startServers(count: number): Promise<string> {
  const ports = await freePorts(2 * count);
  const routes = ports.slice(count).map((port) => `nats://127.0.0.1:${port}`);
  for (let index = 0; index < count; index++) {
    const store = join(folder, `store-${count}-${index}`);
    const cluster = ["--cluster_name", "c", "--cluster", routes[index] ?? "", "--routes", routes.join(",")];
    const own = ["-a", "127.0.0.1", "-p", String(ports[index]), "-js", "-sd", store, "--server_name", `n${index}`];
    servers.push(spawn(...bound("nats-server", [...own, ...(count > 1 ? cluster : [])]), { stdio: "ignore" }));
  }
  const to = `nats://${ports
    .slice(0, count)
    .map((port) => `127.0.0.1:${port}`)
    .join(",")}`;
  await prepareStream({
    to,
    env: {},
    cwd: folder,
    signal,
    replicas: count,
    maxAgeSeconds: 0,
    maxBytes: -1,
    onNotice: () => {},
  });
  return to;
}

async function freePorts(count: number): Promise<readonly number[]> {
  const ports: number[] = [];
  const listening = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  for (const server of listening) {
    if (!server.listening) await once(server, "listening");
    ports.push((server.address() as { readonly port: number }).port);
  }
  for (const server of listening) server.close();
  return ports;
}

/** Each round ships as another host. */
async function shipRate(to: string, replicas: number): Promise<number> {
  const rates: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now();
    const host = `r${replicas}-${round}`;
    const { lines } = await shipLogs({ logs: [log], to, host, catalogue, signal, once: true, env: {} });
    rates.push(lines / ((performance.now() - begun) / 1000));
  }
  return quartiles(rates).median;
}

async function collectRate(from: string, processes: number): Promise<number> {
  const lake = join(folder, `lake-${processes}`);
  const begun = performance.now();
  const work = Array.from({ length: processes }, async () =>
    once(spawn(...bound(process.execPath, [child, from, lake, "200"]), { stdio: "inherit" }), "exit"),
  );
  await Promise.all(work);
  return (rounds * events) / ((performance.now() - begun) / 1000);
}

async function live(to: string): Promise<{ delayMs: number; cpuShare: number; megabytes: number }> {
  const end = new AbortController();
  const path = join(folder, "live.log");
  const written: number[] = [];
  const delays: number[] = [];
  const lake = join(folder, "lake-1");
  const job = { catalogue, signal: end.signal, env: {} };
  const shipping = shipLogs({ ...job, logs: [path], to, host: "live" });
  const onProgress = ({ events: count }: { readonly events: number }): void => {
    while (delays.length < count) delays.push(performance.now() - (written[delays.length] ?? Number.NaN));
  };
  const collecting = collectStream({ ...job, from: to, into: lake, onProgress });
  await sleep(2000);
  const [cpuBefore, begun] = [process.cpuUsage(), performance.now()];
  for (let second = 0; second < 10; second++) {
    for (let index = 0; index < 10; index++) {
      appendFileSync(path, Array.from({ length: 10 }, () => `${installedLine(1)}\n`).join(""));
      for (let line = 0; line < 10; line++) written.push(performance.now());
      await sleep(100);
    }
  }
  const cpu = process.cpuUsage(cpuBefore);
  const cpuShare = (cpu.user + cpu.system) / 1000 / (performance.now() - begun);
  await sleep(3000);
  end.abort();
  await Promise.all([shipping, collecting]);
  return { delayMs: quartiles(delays).median, cpuShare, megabytes: process.memoryUsage.rss() / 1e6 };
}

function shown(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
