import { seededRandom, shuffled } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { type LogFile, orderLogs, streamLog } from "../../src/index.js";
import { withOrigin } from "../../src/origin/log-origin.js";

function hostOf(path: string): string | undefined {
  return /\/(web-\d)\//.exec(path)?.[1];
}

function log(path: string): LogFile {
  return withOrigin({ name: path, path }, hostOf, () => false);
}

it("logs of one origin follow each other, the oldest first, in whatever order they come", () => {
  const expected = [
    "/a/m.log-20260102",
    "/a/m.log-20260102-1767330000.gz",
    "/a/m.log-20260103.zst",
    "/a/m.log.10.gz",
    "/a/m.log.2.gz",
    "/a/m.log.1",
    "/a/m.log",
    "/b/m.log.1",
    "/b/m.log",
    // The archive of a host and its current log are one.
    "/archive/web-1/n.log.2",
    "/logs/web-1/n.log.1",
    "/logs/web-1/n.log",
    "/logs/web-2/n.log",
  ];
  for (let seed = 1; seed <= 20; seed++) {
    const ordered = orderLogs(shuffled(expected, seededRandom(seed)).map(log));
    expect(
      ordered.map(({ path }) => path),
      `seed ${seed}`,
    ).toEqual(expected);
  }
});

it("streams come last, in the order in which they are named", () => {
  const streams = ["one", "two"].map((name) => streamLog((async function* () {})(), name));
  const ordered = orderLogs([...streams, log("/a/m.log")]);
  expect(ordered.map(({ name }) => name)).toEqual(["/a/m.log", "one", "two"]);
});
