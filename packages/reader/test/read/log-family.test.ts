import { appendFileSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { installedLine, rotatedLogs, temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { openLogFamily } from "../../src/read/log-family.js";
import { logChunks } from "../../src/read/read-log.js";

it("a log and those rotated away from it are read, the oldest first, and nothing else", async () => {
  const folder = rotatedLogs();
  const files = await openLogFamily(join(folder, "metrics.log"));
  expect(files.map(({ path }) => path?.slice(folder.length + 1))).toEqual([
    "metrics.log.2.gz",
    "metrics.log-20261122",
    "metrics.log.1",
    "metrics.log",
  ]);
  await Promise.all(files.map(({ handle }) => handle?.close()));
});

it("a rotation while the logs are read loses nothing and counts nothing twice", async () => {
  const folder = temporaryFolder();
  const path = join(folder, "metrics.log");
  writeFileSync(`${path}.1`, `${installedLine(1)}\n`);
  writeFileSync(path, `${installedLine(2)}\n`);
  const files = await openLogFamily(path);
  renameSync(`${path}.1`, `${path}.2`);
  renameSync(path, `${path}.1`);
  writeFileSync(path, `${installedLine(3)}\n`);
  const texts: string[] = [];
  for (const log of files) {
    expect(log.handle).toBeDefined();
    for await (const chunk of logChunks(log)) texts.push(Buffer.from(chunk).toString());
  }
  expect(texts).toEqual([`${installedLine(1)}\n`, `${installedLine(2)}\n`]);
});

it("names that logrotate makes with an extension are of rotated logs, and those of other logs are not", async () => {
  const folder = temporaryFolder();
  const names = [
    "metrics.log",
    "metrics.1.log",
    "metrics.2.log.gz",
    "metrics-20240702.log",
    "metrics-20240701-1719800000.log",
  ];
  const others = ["metrics-2.log", "metrics.old.log", "metrics2.log", "metrics-20240702.txt", "metrics.1.log.txt"];
  names.forEach((name, index) => {
    const line = `${installedLine(index)}\n`;
    writeFileSync(join(folder, name), name.endsWith(".gz") ? gzipSync(line) : line);
    utimesSync(join(folder, name), 10_000 - index, 10_000 - index);
  });
  for (const name of others) writeFileSync(join(folder, name), `${installedLine(99)}\n`);
  const family = await openLogFamily(join(folder, "metrics.log"));
  await Promise.all(family.map(({ handle }) => handle?.close()));
  expect(family.map(({ path }) => path?.slice(folder.length + 1))).toEqual(names.toReversed());
});

it("a log that grows is read up to the line that was last when it was opened", async () => {
  const cwd = temporaryFolder();
  const path = join(cwd, "metrics.log");
  writeFileSync(path, `${installedLine(1)}\n`.repeat(10));
  const [file] = await openLogFamily(path);
  if (file?.handle === undefined) throw new Error("it was not opened");
  let text = "";
  for await (const chunk of logChunks(file)) {
    appendFileSync(path, `${installedLine(2)}\n`.repeat(10));
    text += Buffer.from(chunk).toString();
  }
  expect(text).toBe(`${installedLine(1)}\n`.repeat(10));
});
