import { appendFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installedLine, temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";
import type { LogLine } from "../../src/line/line.js";
import { readLines } from "../../src/read/read-log.js";

const mebibyte = 1024 * 1024;

it("a log that grows while it is read comes to an end, at the end of a line", async () => {
  const cwd = temporaryFolder();
  const path = join(cwd, "metrics.log");
  const line = `${installedLine(1)}\n`;
  const lines = Math.ceil((4 * mebibyte) / line.length);
  writeFileSync(path, line.repeat(lines) + line.slice(0, 20));
  let read = 0;
  for await (const group of readLines({ name: "metrics.log", path: join(cwd, "metrics.log") })) {
    // First the line that was being written is finished, and each time much more follows.
    appendFileSync(path, (read === 0 ? line.slice(20) : "") + line.repeat(10_000));
    for (const { kind, isTerminated } of group) {
      expect({ kind, isTerminated }).toEqual({ kind: "text", isTerminated: true });
      read++;
    }
  }
  expect(read).toBe(lines + 1);
});

it("a log that becomes shorter while it is read is reported", async () => {
  const cwd = temporaryFolder();
  const path = join(cwd, "metrics.log");
  const line = `${installedLine(1)}\n`;
  writeFileSync(path, line.repeat(Math.ceil((5 * mebibyte) / line.length)));
  let isFirst = true;
  const reading = async (): Promise<void> => {
    for await (const group of readLines({ name: "metrics.log", path: join(cwd, "metrics.log") })) {
      if (isFirst) truncateSync(path, 10);
      isFirst = false;
      for (const { kind } of group) expect(kind).toBe("text");
    }
  };
  await expect(reading()).rejects.toMatchObject({
    code: "shrunk",
    message: expect.stringMatching(/^became shorter while it was read: from 5\d{6} bytes to \d{7} or less$/),
  });
});

it("the rest of a group need not be taken to end early", async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "metrics.log"), `${installedLine(1)}\n`.repeat(100_000));
  const first: LogLine[] = [];
  for await (const group of readLines({ name: "metrics.log", path: join(cwd, "metrics.log") })) {
    for (const line of group) {
      first.push(line);
      break;
    }
    break;
  }
  expect(first).toMatchObject([{ number: 1 }]);
});

it.each(["/dev/zero", "/dev/urandom", "/dev/full"])("%s, which has no end, is not read", async (path) => {
  const read = async (): Promise<void> => {
    for await (const _ of readLines({ name: path, path })) expect.unreachable("there is a line");
  };
  await expect(read()).rejects.toMatchObject({
    code: "unreadable",
    message: expect.stringContaining("device") as string,
  });
});

it("/dev/null is an empty log", async () => {
  for await (const lines of readLines({ name: "/dev/null", path: "/dev/null" })) expect([...lines]).toEqual([]);
});
