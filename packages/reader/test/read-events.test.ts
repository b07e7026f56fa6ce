import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { catalogue } from "@metric-events/core";
import { installedLine, temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { openLogs, type ReadEventsOptions, readEvents, SelectionError, streamLog } from "../src/index.js";

const at = (timestamp: number, flavor = "small"): string =>
  `{"timestamp":${timestamp},"event":"runner_installed","flavor":"${flavor}","duration":1}`;

it("events come with their log and line, and bad lines between them do not stop the rest", async () => {
  const items = await readAll([installedLine(1), "", '{"timestamp":1,"event":"runner_inst', installedLine(2)]);
  expect(items).toMatchObject([
    { kind: "event", file: "<stdin>", line: 1, event: { event: "runner_installed", duration: 1 } },
    { kind: "bad-line", file: "<stdin>", line: 3, code: "torn", eventName: undefined, faults: [{ column: 36 }] },
    { kind: "event", file: "<stdin>", line: 4, event: { duration: 2 } },
  ]);
});

it("since is the first moment that counts, and until the first that does not", async () => {
  const items = await readAll([at(10), at(11), at(12), at(13)], { since: 11, until: 13 });
  expect(items.map(({ kind, line }) => [kind, line])).toEqual([
    ["event", 2],
    ["event", 3],
  ]);
});

it("where selects events by the values of their fields; bad lines are always reported", async () => {
  const lines = [at(1, "small"), at(2, "large"), at(3, "medium"), "nonsense"];
  const items = await readAll(lines, { where: ["flavor=small", "flavor=medium"] });
  expect(items.map(({ kind, line }) => [kind, line])).toEqual([
    ["event", 1],
    ["event", 3],
    ["bad-line", 4],
  ]);
  expect(await readAll(lines.slice(0, 3), { events: ["runner_stop"] })).toEqual([]);
});

it("a field or an event that the catalogue lacks is a SelectionError, with the name that was probably meant", async () => {
  await expect(readAll([installedLine(1)], { where: ["flavr=small"] })).rejects.toThrow(SelectionError);
  await expect(readAll([installedLine(1)], { where: ["flavr=small"] })).rejects.toMatchObject({
    code: "unknown-field",
    message: expect.stringContaining('did you mean "flavor"?'),
  });
  await expect(readAll([installedLine(1)], { where: ["flavor"] })).rejects.toMatchObject({ code: "invalid-condition" });
  await expect(readAll([installedLine(1)], { events: ["runner_stopp"] })).rejects.toMatchObject({
    code: "unknown-event",
  });
});

it("the writer contract refuses an undeclared field, which the reader contract ignores", async () => {
  const line = installedLine(1).replace("{", '{"added_later":true,');
  expect(await readAll([line])).toMatchObject([{ kind: "event" }]);
  expect(await readAll([line], { contract: "writer" })).toMatchObject([
    { kind: "bad-line", code: "invalid", eventName: "runner_installed" },
  ]);
});

it("a signal ends the reading before the next line", async () => {
  const controller = new AbortController();
  const seen: number[] = [];
  const lines = Array.from({ length: 100 }, (_, index) => `${installedLine(index)}\n`).join("");
  for await (const item of readEvents([streamLog(once(lines))], { catalogue, signal: controller.signal })) {
    if (item.kind === "unread") throw new Error(item.message);
    seen.push(item.line);
    if (seen.length === 3) controller.abort();
  }
  expect(seen).toEqual([1, 2, 3]);
});

it("a log that cannot be read, or not to its end, is an item, and the next log is read", async () => {
  const cwd = temporaryFolder();
  const compressed = gzipSync(Array.from({ length: 5000 }, (_, index) => `${installedLine(index)}\n`).join(""));
  writeFileSync(join(cwd, "cut.log.gz"), compressed);
  truncateSync(join(cwd, "cut.log.gz"), compressed.length - 9);
  writeFileSync(join(cwd, "whole.log"), `${installedLine(1)}\n`);
  const logs = await openLogs(["missing.log", "cut.log.gz", "whole.log"], { cwd });
  const others: unknown[] = [];
  let events = 0;
  for await (const item of readEvents(logs, { catalogue })) {
    if (item.kind === "event") events++;
    else others.push(item);
  }
  expect(events).toBe(5001);
  expect(others).toEqual([
    { kind: "unread", file: "missing.log", code: "unreadable", message: "no such file or directory", lastLine: 0 },
    { kind: "unread", file: "cut.log.gz", code: "cut-short", message: "the gzip data ends too early", lastLine: 5000 },
  ]);
});

/** The items of a log of these lines. */
async function readAll(lines: readonly string[], options: Partial<ReadEventsOptions> = {}) {
  const items = [];
  for await (const item of readEvents([streamLog(once(lines.join("\n")))], { catalogue, ...options })) {
    if (item.kind === "unread") throw new Error(item.message);
    items.push(item);
  }
  return items;
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
