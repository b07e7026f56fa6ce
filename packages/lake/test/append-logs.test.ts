import { copyFileSync, mkdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { catalogue } from "@metric-events/core";
import { openLogFamily, openLogs, streamLog } from "@metric-events/reader";
import { installedLine, temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { type AppendOptions, appendLogs, type LeftOutLog } from "../src/index.js";
import { ask, badLinesIn, durationsIn } from "./support/lake-content.js";

function lines(...durations: readonly number[]): string {
  return durations.map((duration) => `${installedLine(duration)}\n`).join("");
}

/** A folder with logs, and a lake that gets them. */
function place() {
  const folder = temporaryFolder();
  const lake = join(folder, "lake");
  return {
    folder,
    lake,
    path: (name: string) => join(folder, name),
    write: (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content),
    async append(names: readonly string[] | undefined = undefined, options: Partial<AppendOptions> = {}) {
      const logs =
        names === undefined ? await openLogFamily(join(folder, "metrics.log")) : await openLogs(names, { cwd: folder });
      try {
        return await appendLogs(logs, { catalogue, lake, ...options });
      } finally {
        for (const { handle } of logs) await handle?.close();
      }
    },
  };
}

describe("appending to a lake", () => {
  it("adds what is new, and nothing twice", async () => {
    const { lake, write, append } = place();
    write("metrics.log", lines(1, 2));
    expect(await append()).toEqual({ events: 2, badLines: 0, logs: 1, unchanged: 0 });
    expect(await append()).toEqual({ events: 0, badLines: 0, logs: 0, unchanged: 1 });
    write("metrics.log", `${lines(1, 2, 3)}no event\n`);
    expect(await append()).toEqual({ events: 1, badLines: 1, logs: 1, unchanged: 0 });
    expect(await durationsIn(lake)).toEqual([1, 2, 3]);
    expect(await ask(lake, "select file, line from invalid_lines")).toEqual(
      [["metrics.log", 4]].map(([, line]) => [join(lake, "..", "metrics.log"), line]),
    );
  });

  it("knows a log after rotation and compression, and when its content is copied away", async () => {
    const { lake, path, write, append } = place();
    write("metrics.log", lines(1, 2));
    await append();
    renameSync(path("metrics.log"), path("metrics.log.1"));
    write("metrics.log.1", lines(1, 2, 3));
    write("metrics.log", lines(4));
    await append();
    write("metrics.log.2.gz", gzipSync(readFileSync(path("metrics.log.1"))));
    copyFileSync(path("metrics.log"), path("metrics.log.1"));
    truncateSync(path("metrics.log"));
    write("metrics.log", lines(5));
    await append();
    expect(await append()).toEqual({ events: 0, badLines: 0, logs: 0, unchanged: 3 });
    expect(await durationsIn(lake)).toEqual([1, 2, 3, 4, 5]);
  });

  it("tells logs apart that begin alike, and knows each again", async () => {
    const { lake, write, append } = place();
    const same = lines(...Array.from({ length: 50 }, (_, index) => index));
    write("a.log", `${same}${lines(100, 101)}`);
    write("b.log", `${same}${lines(200, 201, 202)}`);
    await append(["a.log"]);
    await append(["b.log"]);
    write("a.log", `${same}${lines(100, 101, 102)}`);
    write("b.log", `${same}${lines(200, 201, 202, 203)}`);
    await append(["b.log", "a.log"]);
    const own = (await durationsIn(lake)).filter((duration) => Number(duration) >= 100);
    expect(own).toEqual([100, 101, 102, 200, 201, 202, 203]);
    expect(await ask(lake, "select count(*) from runner_installed where duration < 50")).toEqual([[100]]);
  });

  it("takes two logs that go on differently after what it has, and knows both again", async () => {
    const { lake, write, append } = place();
    write("a.log", lines(1, 2));
    await append(["a.log"]);
    write("a.log", lines(1, 2, 3));
    write("b.log", lines(1, 2, 4));
    await append(["a.log", "b.log"]);
    expect(await append(["b.log", "a.log"])).toMatchObject({ events: 0, unchanged: 2 });
    expect(await durationsIn(lake)).toEqual([1, 2, 3, 4]);
  });

  it("leaves out copies at hand, whole and unfinished ones", async () => {
    const { lake, write, append } = place();
    const whole = lines(1, 2, 3, 4);
    write("a.log", whole);
    write("b.log", whole);
    write("c.log", whole.slice(0, 200));
    write("d.log.gz", gzipSync(Buffer.from(whole)).subarray(0, 60));
    const left: LeftOutLog[] = [];
    await append(["b.log", "a.log", "c.log", "d.log.gz"], { onLeftOut: (log) => void left.push(log) });
    expect(left.map(({ file, code, other }) => `${file} ${code} ${other}`)).toEqual([
      "a.log copy b.log",
      "c.log copy b.log",
      "d.log.gz copy b.log",
    ]);
    expect(await durationsIn(lake)).toEqual([1, 2, 3, 4]);
  });

  it("leaves a log out that may be the beginning of one that it has, and says so", async () => {
    const { lake, write, append } = place();
    write("a.log", lines(1, 2, 3, 4));
    await append(["a.log"]);
    write("b.log", lines(1, 2));
    const left: LeftOutLog[] = [];
    const onLeftOut = (log: LeftOutLog): void => void left.push(log);
    expect(await append(["b.log"], { onLeftOut })).toMatchObject({ events: 0, logs: 0 });
    expect(left).toEqual([{ file: "b.log", code: "shorter", other: "a.log" }]);
    expect(await durationsIn(lake)).toEqual([1, 2, 3, 4]);
  });

  it("reads a last line without its end again once it goes on", async () => {
    const { lake, write, append } = place();
    const text = lines(1, 2);
    write("metrics.log", text.slice(0, -20));
    expect(await append()).toMatchObject({ events: 1, badLines: 1 });
    expect(await append()).toMatchObject({ events: 0, badLines: 0, unchanged: 1 });
    write("metrics.log", text.slice(0, -1));
    await append();
    expect([await durationsIn(lake), await badLinesIn(lake)]).toEqual([[1, 2], 0]);
    write("metrics.log", `${text}${lines(3)}`);
    await append();
    expect([await durationsIn(lake), await badLinesIn(lake)]).toEqual([[1, 2, 3], 0]);
  });

  it("knows a log again of which it has nothing but a line without its end", async () => {
    const { lake, write, append } = place();
    write("metrics.log", lines(1).slice(0, -1));
    await append();
    write("metrics.log", lines(1, 2));
    await append();
    expect(await durationsIn(lake)).toEqual([1, 2]);
  });

  it("takes what can be read of a damaged log, and the rest once it is whole", async () => {
    const { lake, write, append } = place();
    const packed = gzipSync(Buffer.from(lines(...Array.from({ length: 400 }, (_, index) => index))));
    write("metrics.log.gz", packed.subarray(0, packed.length - 400));
    const unread: string[] = [];
    const { events } = await append(["metrics.log.gz"], { onUnread: ({ code }) => void unread.push(code) });
    expect(unread).toEqual(["cut-short"]);
    expect(events).toBeGreaterThan(0);
    write("metrics.log.gz", packed);
    expect(await append(["metrics.log.gz"])).toMatchObject({ events: 400 - events });
    expect(await durationsIn(lake)).toEqual(Array.from({ length: 400 }, (_, index) => index));
  });

  it("takes the same bytes of two hosts as two logs", async () => {
    const { lake, path, write, append } = place();
    for (const host of ["a", "b/ü"]) {
      const name = `host=${encodeURIComponent(host)}`;
      mkdirSync(path(name));
      write(`${name}/metrics.log`, lines(1));
      await append([`${name}/metrics.log`]);
    }
    expect(await durationsIn(lake)).toEqual([1, 1]);
    expect(await ask(lake, "select host, line from runner_installed order by host")).toEqual([
      ["a", 1],
      ["b/ü", 1],
    ]);
  });

  it("keeps numbers of lines in rounds of any size", async () => {
    const { lake, write, append } = place();
    const durations = Array.from({ length: 60 }, (_, index) => index);
    write("metrics.log", durations.map((duration) => `${installedLine(duration)}\nx\n`).join(""));
    await append(undefined, { roundBytes: 500 });
    expect(await durationsIn(lake)).toEqual(durations);
    expect((await ask(lake, "select line from invalid_lines order by line")).flat()).toEqual(
      durations.map((duration) => 2 * duration + 2),
    );
  });

  it("does not take a line for compressed data, or for the beginning of a log, because reading goes on there", async () => {
    const { lake, write, append } = place();
    write("metrics.log", lines(1));
    await append();
    const gzipHead = Buffer.from([0x1f, 0x8b, 0x08, 0x0a]);
    write("metrics.log", Buffer.concat([Buffer.from(lines(1)), gzipHead, Buffer.from(`\ufeff${lines(2)}${lines(3)}`)]));
    await append();
    expect([await durationsIn(lake), await badLinesIn(lake)]).toEqual([[1, 3], 2]);
  });

  it("refuses what is no lake, and streams", async () => {
    const { folder, lake, write, append } = place();
    write("metrics.log", lines(1));
    await expect(append(undefined, { lake: folder })).rejects.toMatchObject({ code: "not-a-lake" });
    await expect(append(undefined, { lake: join(folder, "metrics.log") })).rejects.toMatchObject({
      code: "unwritable",
    });
    async function* stream() {
      yield lines(1);
    }
    await expect(appendLogs([streamLog(stream())], { catalogue, lake })).rejects.toMatchObject({ code: "not-a-file" });
    mkdirSync(join(folder, "empty"));
    expect(await append(undefined, { lake: join(folder, "empty") })).toMatchObject({ events: 1 });
  });

  it("ends at a signal, and leaves a lake", async () => {
    const { lake, write, append } = place();
    write("metrics.log", lines(1, 2));
    const ending = new AbortController();
    const reason = new Error("enough");
    const aborted = append(undefined, { signal: ending.signal, onBegin: () => ending.abort(reason) });
    await expect(aborted).rejects.toBe(reason);
    expect(await durationsIn(lake)).toEqual([]);
    await append();
    expect(await durationsIn(lake)).toEqual([1, 2]);
  });
});
