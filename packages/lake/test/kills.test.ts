import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { catalogue } from "@metric-events/core";
import { openLogFamily, openLogs } from "@metric-events/reader";
import { bound, installedLine, printedSeed, seededRandom, temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { appendLogs, isLake } from "../src/index.js";
import { durationsIn } from "./support/lake-content.js";

const child = join(import.meta.dirname, "support", "append-child.mjs");

function run(log: string, lake: string, roundBytes: number) {
  return spawn(...bound(process.execPath, [child, log, lake, String(roundBytes)]), {
    stdio: ["ignore", "inherit", "pipe"],
  });
}

function text(from: number, to: number): string {
  return Array.from({ length: to - from }, (_, index) => `${installedLine(from + index)}\n`).join("");
}

/** Names of all files below a folder. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" });
}

describe("a writer that is killed", () => {
  it("leaves a lake in which nothing is lost or twice, wherever it was", async () => {
    const random = seededRandom(printedSeed("killed writers"));
    const folder = temporaryFolder();
    const [log, lake] = [join(folder, "metrics.log"), join(folder, "lake")];
    writeFileSync(`${log}.1`, text(0, 300));
    writeFileSync(log, text(300, 450));
    let kills = 0;
    let longest = 0;
    let last = 450;
    for (let isDone = false; !isDone; ) {
      const began = performance.now();
      const writer = run(log, lake, 2000);
      const exited = once(writer, "exit");
      // Later and later where no run ends, so that the test does.
      const wait = random() * (400 + longest) + kills * 20;
      await Promise.race([sleep(wait, undefined, { ref: false }), exited]);
      writer.kill("SIGKILL");
      const [code] = await exited;
      longest = Math.max(longest, performance.now() - began);
      isDone = code === 0;
      if (!isDone) kills++;
      if (!isLake(lake)) continue;
      const found = await durationsIn(lake);
      expect(new Set(found).size).toBe(found.length);
      if (kills > 4 && last === 450) {
        last = 500;
        renameSync(`${log}.1`, `${log}.2`);
        renameSync(log, `${log}.1`);
        writeFileSync(log, text(450, 500));
      }
    }
    expect(kills).toBeGreaterThan(0);
    await appendLogs(await openLogFamily(log), { catalogue, lake });
    expect(await durationsIn(lake)).toEqual(Array.from({ length: last }, (_, index) => index));
    expect(filesIn(lake).filter((name) => name.includes("unfinished"))).toEqual([]);
  });

  it("keeps others away while it works, and nobody after it was killed", async () => {
    const folder = temporaryFolder();
    const [log, lake] = [join(folder, "metrics.log"), join(folder, "lake")];
    writeFileSync(log, text(0, 400));
    const [first, second] = [run(log, lake, 1000), run(log, lake, 1000)];
    const said: string[] = [];
    for (const each of [first, second]) each.stderr.on("data", (data: Buffer) => said.push(data.toString()));
    const codes = await Promise.all([first, second].map(async (each) => Number((await once(each, "exit"))[0])));
    // Where one was done before the other began, both succeed.
    expect(codes).toContain(0);
    if (codes.includes(1)) expect(said.join("")).toMatch(/process \d+ is writing to .*; try again when it is done/);
    expect(await durationsIn(lake)).toEqual(Array.from({ length: 400 }, (_, index) => index));
  });

  it("keeps others of its own process away", async () => {
    const folder = temporaryFolder();
    const [log, lake] = [join(folder, "metrics.log"), join(folder, "lake")];
    writeFileSync(log, text(0, 2));
    const append = async (onBegin?: () => Promise<void>) => {
      const logs = await openLogs([log]);
      return appendLogs(logs, { catalogue, lake, onBegin });
    };
    const meanwhile = async (): Promise<void> => {
      await expect(append()).rejects.toMatchObject({ code: "busy" });
    };
    expect(await append(meanwhile)).toMatchObject({ events: 2 });
    expect(await append()).toMatchObject({ events: 0 });
  });
});
