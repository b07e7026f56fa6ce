import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { catalogue } from "@metric-events/core";
import { type LogFile, openLogs, streamLog } from "@metric-events/reader";
import { temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it, onTestFinished } from "vitest";
import { exportParquet, type LogDatabaseOptions, openLogDatabase, type QuerySource, type Value } from "../src/index.js";

const installed = (timestamp: number, flavor: string, duration: number): string =>
  JSON.stringify({ timestamp, event: "runner_installed", flavor, duration });
const lines = [installed(1, "small", 1.5), installed(2, "large", 2), '{"timestamp":3,"event":"runner_installed"}'];
const text = `${lines.join("\n")}\n`;

async function logOf(content: string): Promise<readonly LogFile[]> {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "metrics.log"), content);
  return openLogs(["metrics.log"], { cwd });
}

async function database(source: QuerySource, options: Partial<LogDatabaseOptions> = {}) {
  const opened = await openLogDatabase(source, { catalogue, ...options });
  onTestFinished(() => opened.close());
  return {
    async answer(sql: string): Promise<(readonly Value[])[]> {
      const rows: (readonly Value[])[] = [];
      for await (const row of (await opened.rows(sql)).values) rows.push(row);
      return rows;
    },
    opened,
  };
}

describe("a database over logs", () => {
  it("has the columns and types of the schemas, and a view of bad lines", async () => {
    const { answer, opened } = await database(await logOf(text));
    const { columns, isPlan } = await opened.rows("select flavor, duration from runner_installed");
    expect({ columns, isPlan }).toEqual({
      columns: [
        { name: "flavor", isNumeric: false },
        { name: "duration", isNumeric: true },
      ],
      isPlan: false,
    });
    expect(await answer("select flavor, duration from runner_installed order by timestamp")).toEqual([
      ["small", 1.5],
      ["large", 2],
    ]);
    expect(await answer("select file, line, kind from invalid_lines")).toEqual([["metrics.log", 3, "invalid"]]);
  });

  it("answers several statements that need different parts of the log", async () => {
    const { answer } = await database(await logOf(text));
    expect(await answer("select sum(duration) from runner_installed")).toEqual([[3.5]]);
    expect(await answer("select max(flavor) from runner_installed")).toEqual([["small"]]);
    expect(await answer("select count(*) from events")).toEqual([[2]]);
    expect(await answer("select count(*) from runner_stop")).toEqual([[0]]);
  });

  it("reads a stream once, and says when a later statement needs more of it", async () => {
    const { answer } = await database([streamLog(Readable.from([Buffer.from(text)]))]);
    expect(await answer("select sum(duration) from runner_installed")).toEqual([[3.5]]);
    expect(await answer("select max(duration) from runner_installed")).toEqual([[2]]);
    await expect(answer("select flavor from runner_installed")).rejects.toMatchObject({ code: "read-already" });
  });

  it.each([
    ["", "no-query"],
    ["drop view events", "not-reading"],
    ["select 1; select 2", "several-statements"],
    ["select ?", "has-parameters"],
    ["select nothing from events", "invalid-sql"],
    ["select * from read_csv('/etc/hostname')", "invalid-sql"],
  ])("refuses %j (%s), and goes on", async (sql, code) => {
    const { answer } = await database(await logOf(text));
    await expect(answer(sql)).rejects.toMatchObject({ name: "QueryError", code });
    expect(await answer("select count(*) from events")).toEqual([[2]]);
  });

  it("reports a log that cannot be read, and answers from the others", async () => {
    const unread: string[] = [];
    const logs = [...(await openLogs(["missing.log"], { cwd: temporaryFolder() })), ...(await logOf(text))];
    const { answer } = await database(logs, { onUnread: ({ file, code }) => void unread.push(`${file}: ${code}`) });
    expect(await answer("select count(*) from events")).toEqual([[2]]);
    expect(unread).toEqual(["missing.log: unreadable"]);
  });

  it("ends with the reason of its signal", async () => {
    const controller = new AbortController();
    const { answer } = await database(await logOf(text), { signal: controller.signal });
    const endless = "select a from range(1000) t(a), range(1000000) b, range(1000000) c order by random() limit 1";
    const answered = answer(endless);
    controller.abort(new Error("enough"));
    await expect(answered).rejects.toThrow("enough");
  });
});

describe("an export", () => {
  it("can be queried like the log", async () => {
    const out = join(temporaryFolder(), "archive");
    expect(await exportParquet(await logOf(text), { catalogue, out })).toEqual({ events: 2, badLines: 1 });
    expect(readdirSync(out).toSorted()).toEqual(["event=runner_installed", "invalid_lines.parquet"]);
    const { answer } = await database({ archive: out });
    expect(await answer("select flavor, duration from runner_installed order by timestamp")).toEqual([
      ["small", 1.5],
      ["large", 2],
    ]);
  });

  it("needs an empty folder; a query needs a folder that an export wrote", async () => {
    const out = temporaryFolder();
    mkdirSync(join(out, "something"));
    await expect(exportParquet(await logOf(text), { catalogue, out })).rejects.toMatchObject({ code: "not-empty" });
    const { answer } = await database({ archive: out });
    await expect(answer("from events")).rejects.toMatchObject({ code: "not-an-archive" });
  });

  it("of a log that cannot be read to its end is refused, and leaves no part of an archive", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "cut.log.gz"), gzipSync(text.repeat(1000)).subarray(0, -20));
    const out = join(cwd, "archive");
    const logs = [...(await logOf(text)), ...(await openLogs(["cut.log.gz", "gone.log"], { cwd }))];
    await expect(exportParquet(logs, { catalogue, out })).rejects.toMatchObject({
      name: "QueryError",
      code: "incomplete-log",
      message: expect.stringMatching(/2 logs .*\n {2}cut\.log\.gz: .*\n {2}gone\.log: /),
    });
    expect(readdirSync(out)).toEqual([]);
  });

  it("of compressed data that something follows has all its events", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "a.log.gz"), Buffer.concat([gzipSync(text), Buffer.from("garbage")]));
    const out = join(cwd, "archive");
    expect(await exportParquet(await openLogs(["a.log.gz"], { cwd }), { catalogue, out })).toMatchObject({ events: 2 });
  });

  it("that was killed is named by the next one, and answers no query", async () => {
    const out = join(temporaryFolder(), "archive");
    await exportParquet(await logOf(text), { catalogue, out });
    mkdirSync(join(out, ".unfinished"));
    const unfinished = { code: "unfinished", message: expect.stringContaining("archive holds .unfinished") };
    await expect(exportParquet(await logOf(text), { catalogue, out })).rejects.toMatchObject(unfinished);
    const { answer } = await database({ archive: out });
    await expect(answer("from events")).rejects.toMatchObject(unfinished);
  });

  it("that is ended leaves nothing behind", async () => {
    const out = join(temporaryFolder(), "archive");
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(exportParquet(await logOf(text), { catalogue, out, signal })).rejects.toThrow("enough");
  });
});
