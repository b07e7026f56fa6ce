import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { bound, hasTool, temporaryFolder } from "@metric-events/test-support";
import { onTestFinished } from "vitest";
import { StreamClient } from "../../src/nats/stream-client.js";
import type { JsMsg } from "../../src/vendor/nats.js";

export const hasNats = hasTool("nats-server");

/** A server of NATS that a test starts and ends, by its process alone. */
export class NatsNode {
  readonly url: string;
  readonly #args: readonly string[];
  #process: ChildProcess | undefined;

  constructor(port: number, args: readonly string[]) {
    this.url = `nats://127.0.0.1:${port}`;
    this.#args = ["--addr", "127.0.0.1", "--port", String(port), ...args];
    onTestFinished(() => this.kill());
  }

  start(): void {
    this.#process = spawn(...bound("nats-server", this.#args), { stdio: "ignore" });
  }

  async kill(): Promise<void> {
    const running = this.#process;
    this.#process = undefined;
    if (running === undefined || running.exitCode !== null) return;
    running.kill("SIGKILL");
    await once(running, "exit");
  }
}

/** Ports of loopback that nobody listens on. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  const ports: number[] = [];
  for (const server of servers) {
    if (!server.listening) await once(server, "listening");
    const address = server.address();
    if (typeof address !== "object" || address === null) throw new Error("a port has a number");
    ports.push(address.port);
  }
  for (const server of servers) {
    server.close();
    await once(server, "close");
  }
  return ports;
}

/** A server with JetStream; `settings` are lines of its configuration. */
export async function startServer(settings = "", withJetStream = true): Promise<NatsNode> {
  const folder = temporaryFolder();
  const [port = 0] = await freePorts(1);
  const config = join(folder, "nats.conf");
  const store = withJetStream ? `jetstream { store_dir: ${JSON.stringify(join(folder, "store"))} }\n` : "";
  writeFileSync(config, `${store}${settings}\n`);
  const node = new NatsNode(port, ["--config", config]);
  node.start();
  await answers(port);
  return node;
}

/** Three servers that keep a stream together. */
export async function startCluster(): Promise<readonly NatsNode[]> {
  const folder = temporaryFolder();
  const ports = await freePorts(6);
  const routes = ports.slice(3).map((port) => `nats://127.0.0.1:${port}`);
  const nodes = [0, 1, 2].map((index) => {
    const cluster = ["--cluster_name", "c", "--cluster", routes[index] ?? "", "--routes", routes.join(",")];
    const store = ["--jetstream", "--store_dir", join(folder, String(index)), "--server_name", `n${index}`];
    return new NatsNode(ports[index] ?? 0, [...cluster, ...store]);
  });
  for (const node of nodes) node.start();
  for (const port of ports.slice(0, 3)) await answers(port);
  return nodes;
}

/** Waits until a server listens. */
async function answers(port: number): Promise<void> {
  for (let isThere = false; !isThere; ) {
    isThere = await fetch(`http://127.0.0.1:${port}`).then(
      () => true,
      // It speaks no HTTP, but it speaks.
      (error: Error) => !JSON.stringify(error.cause, ["code"]).includes("ECONNREFUSED"),
    );
    if (!isThere) await sleep(20);
  }
}

/** A client for what a test looks at. */
export function clientOf(to: string): StreamClient {
  const client = new StreamClient({
    to,
    env: {},
    cwd: "/",
    name: "test",
    once: true,
    signal: new AbortController().signal,
    onNotice: () => {},
    counts: { retries: 0 },
  });
  onTestFinished(() => client.close());
  return client;
}

/** All messages of a stream. */
export async function messagesOf(client: StreamClient): Promise<readonly JsMsg[]> {
  const { state } = await client.info();
  return state.messages === 0 ? [] : client.read(state.first_seq, state.last_seq);
}
