import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { catalogue } from "@metric-events/core";
import { compactLake } from "@metric-events/lake";
import { bound, installedLine, printedSeed, seededRandom, temporaryFolder, until } from "@metric-events/test-support";
import { describe, expect, it, onTestFinished } from "vitest";
import { collectStream, oldestUncollected, prepareStream, shipLogs, shipStatus } from "../../src/index.js";
import { durationsIn } from "../support/lake-durations.js";
import { clientOf, hasNats, startServer } from "../support/nats-servers.js";

const child = join(import.meta.dirname, "..", "support", "collect-child.mjs");
const { signal } = new AbortController();

function numbered(from: number, to: number): string {
  return Array.from({ length: to - from }, (_, index) => `${installedLine(from + index)}\n`).join("");
}

const upTo = (end: number): readonly number[] => Array.from({ length: end }, (_, index) => index);

async function prepare(to: string): Promise<void> {
  await prepareStream({
    to,
    env: {},
    cwd: "/",
    signal,
    replicas: 1,
    maxAgeSeconds: 0,
    maxBytes: -1,
    onNotice: () => {},
  });
}

async function ship(log: string, to: string): Promise<void> {
  await shipLogs({ logs: [log], to, host: "h1", catalogue, once: true, signal, env: {} });
}

/** The Parquet files of a lake with their bytes. */
function filesOf(lake: string): ReadonlyMap<string, string> {
  const names = readdirSync(lake, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".parquet"));
  return new Map(names.toSorted().map((name) => [name, readFileSync(join(lake, name)).toString("base64")]));
}

describe.skipIf(!hasNats)("a stream that is collected", () => {
  it("becomes the same files, however many collect it, and wherever they are killed", async () => {
    const random = seededRandom(printedSeed("killed collectors"));
    const { url } = await startServer();
    await prepare(url);
    const folder = temporaryFolder();
    const log = join(folder, "metrics.log");
    writeFileSync(log, numbered(0, 2800));
    await ship(log, url);
    const [clean, killed] = [join(folder, "clean"), join(folder, "killed")];
    await collectStream({ from: url, into: clean, catalogue, once: true, signal, blockSize: 4, env: {} });
    let kills = 0;
    let isDone = false;
    const collect = async (): Promise<void> => {
      // The first two have no time to end, on any machine; later ones are killed anywhere, until one ends.
      for (let round = 0; !isDone; round++) {
        const collector = spawn(...bound(process.execPath, [child, url, killed, "4"]), {
          stdio: ["ignore", "ignore", "inherit"],
        });
        const exited = once(collector, "exit");
        const wait = round < 2 ? random() * 40 : random() * (300 + round * 100) + kills * 40;
        await Promise.race([sleep(wait, undefined, { ref: false }), exited]);
        collector.kill("SIGKILL");
        const [code] = await exited;
        if (code === 0) isDone = true;
        else if (code !== null) throw new Error(`the collector ended with ${code}`);
        else kills++;
      }
    };
    await Promise.all([collect(), collect()]);
    expect(kills).toBeGreaterThan(2);
    expect(await durationsIn(killed)).toEqual(upTo(2800));
    await collectStream({ from: url, into: killed, catalogue, once: true, signal, env: {} });
    expect(filesOf(clean).size).toBeGreaterThan(5);
    expect([...filesOf(killed)]).toEqual([...filesOf(clean)]);
  });

  it("is in the lake once, after the stream was lost and the log was shipped again", async () => {
    const { url } = await startServer();
    await prepare(url);
    const folder = temporaryFolder();
    const [log, lake] = [join(folder, "metrics.log"), join(folder, "lake")];
    const collect = async () =>
      collectStream({ from: url, into: lake, catalogue, once: true, signal, blockSize: 4, env: {} });
    writeFileSync(log, numbered(0, 950));
    await ship(log, url);
    await collect();
    const client = clientOf(url);
    await client.retrying("remove streams", async ({ manager }) => {
      await manager.streams.delete("METRIC_EVENTS");
      await manager.streams.delete("METRIC_EVENTS_LAKE");
    });
    await prepare(url);
    appendFileSync(log, numbered(950, 1333));
    await ship(log, url);
    const { events } = await collect();
    expect(events).toBe(383);
    expect(await durationsIn(lake)).toEqual(upTo(1333));
    await compactLake({ lake });
    expect(await collect()).toMatchObject({ events: 0 });
    expect(await durationsIn(lake)).toEqual(upTo(1333));
  });

  it("is followed; a block that is not full is collected, too, and written again when it is", async () => {
    const { url } = await startServer();
    await prepare(url);
    const folder = temporaryFolder();
    const [log, lake] = [join(folder, "metrics.log"), join(folder, "lake")];
    const end = new AbortController();
    onTestFinished(() => end.abort());
    let events = 0;
    const work = collectStream({
      from: url,
      into: lake,
      catalogue,
      signal: end.signal,
      blockSize: 4,
      pollMs: 20,
      env: {},
      onProgress: (total) => {
        ({ events } = total);
      },
    });
    for (let turn = 0; turn < 6; turn++) {
      appendFileSync(log, numbered(turn * 10, turn * 10 + 10));
      await ship(log, url);
      await until("the lines are in the lake", () => events >= turn * 10 + 10);
      expect(await durationsIn(lake)).toEqual(upTo(turn * 10 + 10));
    }
    end.abort();
    await work;
    const names = [...filesOf(lake).keys()].map((name) => name.split("/").at(-1));
    expect(names[0]).toBe("00000001-0000000001-0000000004-collect.parquet");
    expect(names.length).toBeLessThanOrEqual(3);
    const { logs } = await shipStatus({ to: url, env: {}, cwd: "/", signal, onNotice: () => {} });
    expect(logs.map(({ host, log: name }) => [host, name])).toEqual([["h1", "metrics.log"]]);
    expect(logs[0]?.collected).toEqual(logs[0]?.shipped);
  });

  it("says which rotated file is not in the lake yet", async () => {
    const { url } = await startServer();
    await prepare(url);
    const folder = temporaryFolder();
    const [log, lake] = [join(folder, "metrics.log"), join(folder, "lake")];
    const oldest = async () =>
      oldestUncollected({ to: url, env: {}, cwd: "/", signal, onNotice: () => {}, log, host: "h1" });
    const collect = async () => collectStream({ from: url, into: lake, catalogue, once: true, signal, env: {} });
    writeFileSync(log, numbered(0, 10));
    expect(await oldest()).toBeUndefined();
    renameSync(log, `${log}.1`);
    writeFileSync(log, numbered(10, 20));
    expect(await oldest()).toBe(`${log}.1`);
    await ship(log, url);
    expect(await oldest()).toBe(`${log}.1`);
    await collect();
    expect(await oldest()).toBeUndefined();
    rmSync(`${log}.1`);
    renameSync(log, `${log}.1`);
    expect(await oldest()).toBeUndefined();
    appendFileSync(`${log}.1`, numbered(20, 21));
    expect(await oldest()).toBe(`${log}.1`);
  });

  it("keeps bad lines, and events that the schemas do not know, whole", async () => {
    const { url } = await startServer();
    await prepare(url);
    const folder = temporaryFolder();
    const [log, lake] = [join(folder, "metrics.log"), join(folder, "lake")];
    writeFileSync(
      log,
      `${installedLine(0)}\n{"torn\n\n{"timestamp":1,"event":"nobody_knows","x":"é"}\n${installedLine(1)}\n`,
    );
    await ship(log, url);
    const added = await collectStream({ from: url, into: lake, catalogue, once: true, signal, env: {} });
    expect(added).toMatchObject({ events: 2, badLines: 1, unknown: 1 });
    expect(await durationsIn(lake, "select line from runner_installed order by line")).toEqual([1, 5]);
    expect(await durationsIn(lake, "select line from invalid_lines")).toEqual([2]);
    rmSync(lake, { recursive: true });
  });
});
