import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { hostFolder, openLogFamily, openLogs, originOfEvent, originOfLog } from "../../src/index.js";

describe("a folder names the host", () => {
  it.each([
    ["/lake/event=x/day=2026-11-23/host=web-1/0.parquet", "web-1"],
    ["lake/host=a/host=b/m.log", "b"],
    ["/lake/host=b%2F1/m.log", "b/1"],
    ["/lake/host=100%/m.log", "100%"],
    ["/lake/host=/m.log", undefined],
    ["/lake/host=__HIVE_DEFAULT_PARTITION__/m.log", undefined],
    ["/lake/host=web-1", undefined],
    ["/lake/myhost=web-1/m.log", undefined],
  ])("%s: %s", (path, host) => expect(hostFolder(path)).toBe(host));
});

describe("the origin of a log", () => {
  it("has the host of its folder, else that of the rule, and the log of its family", async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, "host=a"));
    const options = {
      cwd,
      hostOf: (path: string, log: string) => `${path.slice(cwd.length)} of ${log.slice(cwd.length)}`,
    };
    const logs = await openLogs(["host=a/m.log.1", "m.log.1"], options);
    expect(logs.map(originOfLog)).toEqual([
      { host: "a", log: join(cwd, "host=a/m.log"), logName: "host=a/m.log" },
      { host: "/m.log.1 of /m.log", log: join(cwd, "m.log"), logName: "m.log" },
    ]);
  });

  it("is the same for all files of a family", async () => {
    const folder = join(temporaryFolder(), "host=a");
    mkdirSync(folder);
    for (const name of ["m.log", "m.log.1", "m.log-20261123"]) writeFileSync(join(folder, name), "");
    const logs = await openLogFamily(join(folder, "m.log"));
    for (const { handle } of logs) await handle?.close();
    expect(logs.length).toBe(3);
    expect(new Set(logs.map((log) => originOfEvent(undefined, originOfLog(log)).key)).size).toBe(1);
    expect(logs.map((log) => originOfLog(log).host)).toEqual(["a", "a", "a"]);
  });
});

describe("events have one origin", () => {
  const here = { host: undefined, log: "/logs/m.log", logName: "m.log" };
  const there = { host: undefined, log: "/archive/m.log", logName: "../archive/m.log" };

  it("in logs of one host with one name, wherever they lie", () => {
    expect(originOfEvent("web-1", here).key).toBe(originOfEvent("web-1", there).key);
    expect(originOfEvent("web-1", here).key).toBe(originOfEvent(undefined, { ...there, host: "web-1" }).key);
  });

  it("and others where the host, or the log of an unknown host, is another", () => {
    const keys = [
      originOfEvent(undefined, here),
      originOfEvent(undefined, there),
      originOfEvent("web-1", here),
      originOfEvent("web-2", here),
      originOfEvent("web-1", { ...here, log: "/logs/n.log" }),
    ].map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("whatever a host is called", () => {
    expect(originOfEvent('a","m.log', here).key).not.toBe(originOfEvent("a", { ...here, log: 'm.log","m.log' }).key);
  });
});
