import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bound, installedLine, printedSeed, seededRandom, temporaryFolder, until } from "@metric-events/test-support";
import { afterEach, expect, it } from "vitest";
import { rotate } from "../support/rotate.js";
import { attributesOf, bodiesOf, recordsOf } from "./support/decode-request.js";
import { type StubAnswer, type StubCollector, stubCollector } from "./support/stub-collector.js";

const shipper = fileURLToPath(new URL("../support/shipper.mjs", import.meta.url));
const rounds = 9;
const linesInRound = 700;

let child: ChildProcess | undefined;
let stub: StubCollector | undefined;
afterEach(async () => {
  await kill();
  await stub?.close();
});

async function kill(): Promise<void> {
  if (child === undefined || child.exitCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
  child = undefined;
}

it("killed again and again, while the log is rotated and the collector fails: every line arrives, and repeats name themselves", async () => {
  const random = seededRandom(printedSeed("TEST_SEED"));
  const failures: readonly StubAnswer[] = ["reset", { status: 503, headers: { "retry-after": "0" } }];
  const collector = await stubCollector(() =>
    random() < 0.1 ? (failures[Math.floor(random() * 2)] ?? "reset") : { status: 200 },
  );
  stub = collector;
  const folder = temporaryFolder();
  const log = join(folder, "metrics.log");
  const written: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const lines = Array.from({ length: linesInRound }, (_, index) => installedLine(round * linesInRound + index));
    appendFileSync(log, lines.map((line) => `${line}\n`).join(""));
    written.push(...lines);
    child = spawn(...bound(process.execPath, [shipper, log, collector.to, join(folder, "state")]));
    const before = collector.requests.length;
    const wanted = before + 1 + Math.floor(random() * 6);
    await until("requests", () => collector.requests.length >= wanted || isThere(collector, written.at(-1)));
    if (round % 3 === 2) rotate(log, Math.floor(round / 3));
    if (round % 4 !== 3) await kill();
    else await until("all lines", () => isThere(collector, written.at(-1)));
    await kill();
  }
  child = spawn(...bound(process.execPath, [shipper, log, collector.to, join(folder, "state")]));
  await until("all lines", () => isThere(collector, written.at(-1)));

  const byUid = new Map<unknown, unknown>();
  for (const record of collector.taken().flatMap(recordsOf)) {
    const uid = JSON.stringify(attributesOf(record)["log.record.uid"]);
    const line = record.body?.["stringValue"];
    expect(byUid.get(uid) ?? line).toBe(line);
    byUid.set(uid, line);
  }
  expect([...byUid.values()]).toEqual(written);
});

/** Whether a line is in one of the last requests. */
function isThere(collector: StubCollector, line: string | undefined): boolean {
  return bodiesOf(collector.taken().slice(-10)).includes(line);
}
