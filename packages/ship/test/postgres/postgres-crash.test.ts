import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bound, installedLine, printedSeed, seededRandom, temporaryFolder, until } from "@metric-events/test-support";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { rotate } from "../support/rotate.js";
import { hasPostgres, PostgresServer } from "./support/postgres-server.js";

const shipper = fileURLToPath(new URL("../support/shipper.mjs", import.meta.url));
const rounds = 9;
const linesInRound = 3000;

let server: PostgresServer;
let child: ChildProcess | undefined;
beforeAll(async () => {
  if (hasPostgres) server = await PostgresServer.create();
});
afterEach(kill);
afterAll(async () => server?.remove());

async function kill(): Promise<void> {
  if (child === undefined || child.exitCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
  child = undefined;
}

async function rows(): Promise<number> {
  const found = await server.query("SELECT count(*)::int AS n FROM metric_events.runner_installed").catch(() => []);
  return Number(found[0]?.["n"] ?? 0);
}

describe.skipIf(!hasPostgres)("a collector of PostgreSQL", () => {
  it("killed again and again, while the log is rotated and the server crashes, adds every line once and in order", async () => {
    const random = seededRandom(printedSeed("TEST_SEED"));
    const folder = temporaryFolder();
    const log = join(folder, "metrics.log");
    const start = (): void => {
      child = spawn(...bound(process.execPath, [shipper, log, server.url, folder]));
    };
    let written = 0;
    for (let round = 0; round < rounds; round++) {
      const lines = Array.from({ length: linesInRound }, (_, index) => `${installedLine(written + index)}\n`);
      appendFileSync(log, lines.join(""));
      written += linesInRound;
      start();
      const wanted = written - Math.floor(random() * linesInRound);
      await reach(wanted);
      if (round % 3 === 2) rotate(log, Math.floor(round / 3));
      if (round === 4) {
        await server.stop("SIGQUIT");
        await server.start();
      }
      await kill();
    }
    start();
    await reach(written);
    const found = await server.query("SELECT duration FROM metric_events.runner_installed ORDER BY _file, _offset");
    expect(found.map(({ duration }) => duration)).toEqual(Array.from({ length: written }, (_, index) => index));
  });
});

async function reach(wanted: number): Promise<void> {
  let isThere = false;
  let isAsking = false;
  const ask = async (): Promise<void> => {
    isAsking = true;
    isThere = (await rows()) >= wanted;
    isAsking = false;
  };
  await until(`${wanted} rows`, () => {
    if (!isAsking) void ask();
    return isThere;
  });
}
