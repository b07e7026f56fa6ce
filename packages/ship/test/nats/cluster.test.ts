import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { below, bound, installedLine, printedSeed, seededRandom, temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it, onTestFinished } from "vitest";
import { prepareStream } from "../../src/index.js";
import { headerNames } from "../../src/nats/block-message.js";
import { clientOf, hasNats, messagesOf, startCluster } from "../support/nats-servers.js";

const child = join(import.meta.dirname, "..", "support", "ship-child.mjs");

interface Shipper {
  readonly process: ChildProcess;
  /** Resolves once it has shipped something. */
  readonly isShipping: Promise<unknown>;
}

function startShipper(log: string, to: string, how: "once" | "follow"): Shipper {
  const shipper = spawn(...bound(process.execPath, [child, log, to, how]), { stdio: ["ignore", "pipe", "ignore"] });
  onTestFinished(() => void shipper.kill("SIGKILL"));
  return { process: shipper, isShipping: once(shipper.stdout, "data") };
}

async function kill({ process: shipper }: Shipper): Promise<void> {
  if (shipper.exitCode !== null) return;
  shipper.kill("SIGKILL");
  await once(shipper, "exit");
}

/** Lines in total; `SHIP_LINES=250000` looks longer. */
const lineCount = Number(process.env["SHIP_LINES"] ?? 24_000);
const stages = 24;

/** As logrotate does, with `create`, or `nocreate` and `compress`. */
function rotate(log: string, isCreating: boolean): void {
  for (let number = 40; number > 0; number--) {
    for (const suffix of ["", ".gz"]) {
      const name = `${number === 1 ? log : `${log}.${number - 1}`}${suffix}`;
      if (existsSync(name)) renameSync(name, `${log}.${number}${suffix}`);
    }
  }
  if (isCreating) writeFileSync(log, "");
  if (existsSync(`${log}.2`)) execFileSync("gzip", [`${log}.2`]);
}

describe.skipIf(!hasNats)("three servers that keep each message three times", () => {
  it("have each line once and in order, whoever is killed", async () => {
    const random = seededRandom(printedSeed("a cluster with kills"));
    const nodes = await startCluster();
    const to = `nats://${nodes.map(({ url }) => url.slice("nats://".length)).join(",")}`;
    const { signal } = new AbortController();
    await prepareStream({
      to,
      env: {},
      cwd: "/",
      signal,
      replicas: 3,
      maxAgeSeconds: 0,
      maxBytes: -1,
      onNotice: () => {},
    });
    const log = join(temporaryFolder(), "metrics.log");
    const shippers = [startShipper(log, to, "follow")];
    const written: string[] = [];
    let kills = 0;
    const perStage = Math.ceil(lineCount / stages);
    const write = async (count: number): Promise<void> => {
      for (let left = count; left > 0; ) {
        const size = Math.min(left, 1 + below(random, 400));
        left -= size;
        const from = written.length;
        for (let index = 0; index < size; index++) written.push(installedLine(from + index));
        appendFileSync(log, `${written.slice(from).join("\n")}\n`);
        await sleep(1);
      }
    };
    for (let stage = 0; stage < stages; stage++) {
      const victim = shippers[below(random, shippers.length)] as Shipper;
      await write(Math.ceil(perStage / 2) + below(random, 50));
      // Of two, one may find that the other has shipped all.
      await Promise.race([victim.isShipping, sleep(2000)]);
      await Promise.all([write(Math.floor(perStage / 2)), sleep(random() * 60)]);
      // Each kind of trouble comes several times, at moments that differ.
      if (stage % 3 === 0) rotate(log, stage % 2 === 0);
      await kill(victim);
      kills++;
      shippers[shippers.indexOf(victim)] = startShipper(log, to, "follow");
      if (stage === 4) shippers.push(startShipper(log, to, "follow"));
      if (stage === 8 || stage === 12) {
        const node = nodes[below(random, nodes.length)];
        await node?.kill();
        await sleep(300);
        node?.start();
      }
      if (stage === 16) {
        for (const node of nodes) await node.kill();
        for (const node of nodes) node.start();
      }
    }
    const client = clientOf(to);
    for (const shipper of shippers) await kill(shipper);
    const last = startShipper(log, to, "once");
    const [code] = await once(last.process, "exit");
    expect(code).toBe(0);
    const messages = await messagesOf(client);
    const found = messages.map(({ data }) => Buffer.from(data).toString()).join("");
    const lines = found.split("\n").slice(0, -1);
    console.log(`${written.length} lines, ${kills} shippers killed, ${messages.length} messages`);
    expect(lines.length).toBe(written.length);
    expect(lines.findIndex((line, index) => line !== written[index])).toBe(-1);
    const ids = messages.map(({ headers }) =>
      [headerNames.file, headerNames.first].map((name) => headers?.get(name)).join(":"),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(kills).toBeGreaterThanOrEqual(20);
  });
});
