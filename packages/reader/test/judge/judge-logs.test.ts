import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { catalogue } from "@metric-events/core";
import { installedLine, temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { countEvents, type EventCounts, type JudgeOptions, judgeLogs, openLogs, Tally } from "../../src/index.js";

const threads = {
  count: 3,
  startAtBytes: 0,
  source: { module: import.meta.resolve("@metric-events/core"), name: "catalogue" },
};

it.each([
  ["in one thread", undefined],
  ["in three threads", threads],
])("counts, bad lines, unread logs and progress are reported in the order of the logs (%s)", async (_, threadsUsed) => {
  const cwd = temporaryFolder();
  const line = `${installedLine(1)}\n`;
  // Several batches, so that threads have something to do.
  const repeats = Math.ceil((3 * 1024 * 1024) / line.length);
  writeFileSync(join(cwd, "large.log"), `${line.repeat(repeats)}torn {\n${line.repeat(repeats)}`);
  writeFileSync(join(cwd, "small.log"), `${line}{"timestamp":1,"event":"runner_installed","flavor":"small"}\n`);
  const logs = await openLogs(["large.log", "missing.log", "small.log"], { cwd });
  const tally = new Tally();
  const order: string[] = [];
  let linesDone = 0;
  let lastBytes = 0;
  await judge(logs, {
    threads: threadsUsed,
    onResult(counts, { file, linesBefore, lines }) {
      tally.countValid(counts, { file, linesBefore });
      if (file === "large.log") {
        expect(linesBefore).toBe(linesDone);
        linesDone += lines;
      }
      if (order.at(-1) !== file) order.push(file);
    },
    onBadLine(bad) {
      tally.countBad(bad);
      order.push(`bad ${bad.file}:${bad.line} ${bad.code}`);
    },
    onUnread: ({ file, code }) => void order.push(`unread ${file} ${code}`),
    onProgress({ file, bytes, size }) {
      if (file !== "large.log") return;
      expect(bytes).toBeGreaterThanOrEqual(lastBytes);
      expect(size).toBe(2 * repeats * line.length + 7);
      lastBytes = bytes;
    },
  });
  expect(linesDone).toBe(2 * repeats + 1);
  expect(lastBytes).toBe(2 * repeats * line.length + 7);
  expect(order).toEqual([
    "large.log",
    `bad large.log:${repeats + 1} not-json`,
    "large.log",
    "unread missing.log unreadable",
    "bad small.log:2 invalid",
    "small.log",
  ]);
  expect({ valid: tally.valid, bad: tally.bad, faults: [...tally.faults] }).toEqual({
    valid: 2 * repeats + 1,
    bad: 2,
    faults: [
      ["not-json", 1],
      ["invalid", 1],
    ],
  });
  expect(tally.events.get("runner_installed")).toEqual({ valid: 2 * repeats + 1, invalid: 1 });
});

it("each callback is awaited before the next", async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "bad.log"), "one\ntwo\nthree\n");
  const events: string[] = [];
  await judge(await openLogs(["bad.log"], { cwd }), {
    onResult: () => void events.push("result"),
    async onBadLine({ line }) {
      events.push(`begin ${line}`);
      await new Promise(setImmediate);
      events.push(`end ${line}`);
    },
  });
  expect(events).toEqual(["begin 1", "end 1", "begin 2", "end 2", "begin 3", "end 3", "result"]);
});

it("a signal ends the reading with its reason", async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "metrics.log"), `${installedLine(1)}\n`);
  const reason = new Error("no longer wanted");
  await expect(judge(await openLogs(["metrics.log"], { cwd }), { signal: AbortSignal.abort(reason) })).rejects.toBe(
    reason,
  );
});

it("the error of a callback ends the reading", async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "metrics.log"), "bad\n");
  const error = new Error("the disk is full");
  const onBadLine = (): never => {
    throw error;
  };
  await expect(judge(await openLogs(["metrics.log"], { cwd }), { onBadLine })).rejects.toBe(error);
});

async function judge(
  logs: Parameters<typeof judgeLogs>[0],
  options: Partial<JudgeOptions<EventCounts>>,
): Promise<void> {
  await judgeLogs(logs, { catalogue, sink: countEvents(), onResult: () => {}, ...options });
}
