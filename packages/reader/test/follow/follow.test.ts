import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  appendFileSync,
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { text as textOf } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { bound, temporaryFolder, until } from "@metric-events/test-support";
import { afterEach, expect, it, vi } from "vitest";
import { followLog } from "../../src/follow/follow.js";
import type { Followed } from "../../src/follow/followed.js";

const writer = fileURLToPath(new URL("../support/line-writer.mjs", import.meta.url));
const followers: AsyncGenerator<Followed>[] = [];
const children: ChildProcess[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const follower of followers.splice(0)) await follower.return(undefined);
});

it("lines come as they are written, and a line without its newline is held until it comes", async () => {
  const log = logIn(temporaryFolder());
  writeFileSync(log, "one\ntwo\nthr");
  const follower = follow(log);
  expect(await follower.look()).toEqual(["one", "two"]);
  expect(await follower.look()).toEqual([]);
  appendFileSync(log, "ee");
  expect(await follower.look()).toEqual([]);
  appendFileSync(log, "\nfour\nfi");
  expect(await follower.look()).toEqual(["three", "four"]);
  appendFileSync(log, "ve\n");
  expect(await follower.look()).toEqual(["five"]);
});

it("a log that is not there yet is waited for, and that is said once", async () => {
  const folder = temporaryFolder();
  const log = join(folder, "later", "metrics.log");
  const follower = follow(log);
  expect(await follower.look()).toEqual(["(missing: no such file or directory)"]);
  expect(await follower.look()).toEqual([]);
  await import("node:fs/promises").then(({ mkdir }) => mkdir(join(folder, "later")));
  writeFileSync(log, "one\n");
  expect(await follower.look()).toEqual(["one"]);
});

it("rotation by renaming, where the next log is created at once", async () => {
  const log = logIn(temporaryFolder());
  writeFileSync(log, "one\n");
  const follower = follow(log);
  expect(await follower.look()).toEqual(["one"]);
  appendFileSync(log, "two\n");
  renameSync(log, `${log}.1`);
  writeFileSync(log, "three\n");
  expect(await follower.look()).toEqual(["two", "three"]);
});

it("rotation by renaming, where the next event creates the log", async () => {
  const log = logIn(temporaryFolder());
  writeFileSync(log, "one\n");
  const follower = follow(log);
  expect(await follower.look()).toEqual(["one"]);
  renameSync(log, `${log}.1`);
  expect(await follower.look()).toEqual([]);
  appendFileSync(`${log}.1`, "two\n");
  expect(await follower.look()).toEqual(["two"]);
  writeFileSync(log, "three\n");
  expect(await follower.look()).toEqual(["three"]);
});

it("a writer that still holds the renamed log is read", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const log = logIn(temporaryFolder());
  const held = openSync(log, "a");
  const follower = follow(log, 10);
  expect(await follower.look()).toEqual([]);
  renameSync(log, `${log}.1`);
  writeFileSync(log, "new\n");
  expect(await follower.look()).toEqual(["new"]);
  vi.advanceTimersByTime(30);
  expect(await follower.look()).toEqual([]);
  writeSync(held, "old\n");
  closeSync(held);
  expect(await follower.look()).toEqual(["old"]);
});

it("several rotations between two looks: the logs in between are found under their new names, the oldest first", async () => {
  const log = logIn(temporaryFolder());
  writeFileSync(`${log}.1`, "from before\n");
  writeFileSync(log, "one\n");
  const follower = follow(log);
  expect(await follower.look()).toEqual(["one"]);
  for (const text of ["two", "three", "four", "five"]) {
    appendFileSync(log, `${text}\n`);
    rotate(log);
    writeFileSync(log, `after ${text}\n`);
    await laterBirth(log);
  }
  expect(await follower.look()).toEqual([
    "two",
    "after two",
    "three",
    "after three",
    "four",
    "after four",
    "five",
    "after five",
  ]);
  appendFileSync(log, "six\n");
  expect(await follower.look()).toEqual(["six"]);
});

it("a log that was created and rotated away while nothing was at the path is found", async () => {
  const log = logIn(temporaryFolder());
  const follower = follow(log);
  expect(await follower.look()).toEqual(["(missing: no such file or directory)"]);
  writeFileSync(log, "one\n");
  rotate(log);
  expect(await follower.look()).toEqual(["one"]);
});

it("names with dates, and the backup that logrotate makes, are rotated logs; compressed ones and others are not", async () => {
  const log = logIn(temporaryFolder());
  writeFileSync(log, "one\n");
  const follower = follow(log);
  expect(await follower.look()).toEqual(["one"]);
  for (const [name, text] of [
    [`${log}-20261123`, "date\n"],
    [`${log}-20261123-1795428000`, "date and seconds\n"],
    [`${log}-2026112310.backup`, "backup\n"],
    [`${log}.1.gz`, gzipSync("compressed\n")],
    [`${log}.old`, "other\n"],
    [`${log}x.1`, "other log\n"],
  ] as const) {
    writeFileSync(name, text);
    await laterBirth(name);
  }
  renameSync(log, `${log}-20261124`);
  writeFileSync(log, "new\n");
  expect(await follower.look()).toEqual(["date", "date and seconds", "backup", "new"]);
});

it("a log that is emptied is read from its start", async () => {
  const log = logIn(temporaryFolder());
  writeFileSync(log, "one\ntwo\nthr");
  const follower = follow(log);
  expect(await follower.look()).toEqual(["one", "two"]);
  truncateSync(log, 0);
  appendFileSync(log, "four\n");
  expect(await follower.look()).toEqual(["(truncated)", "thr (unterminated)", "four"]);
});

it("a log that is emptied and refilled beyond where the reader was is read from its start", async () => {
  const log = logIn(temporaryFolder());
  writeFileSync(log, "one\ntwo\n");
  const follower = follow(log);
  expect(await follower.look()).toEqual(["one", "two"]);
  writeFileSync(log, "first of the new log\nsecond\n");
  expect(await follower.look()).toEqual(["(truncated)", "first of the new log", "second"]);
  appendFileSync(log, "third\n");
  expect(await follower.look()).toEqual(["third"]);
});

it("the copy of copytruncate is not read again, not even at a later rotation", async () => {
  const log = logIn(temporaryFolder());
  writeFileSync(log, "one\n");
  const follower = follow(log);
  expect(await follower.look()).toEqual(["one"]);
  copyFileSync(log, `${log}.1`);
  truncateSync(log, 0);
  expect(await follower.look()).toEqual(["(truncated)"]);
  appendFileSync(log, "two\n");
  rotate(log);
  writeFileSync(log, "three\n");
  expect(await follower.look()).toEqual(["two", "three"]);
});

it("what a rotated log ends with, without a newline, is told when it has been quiet for a while", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const log = logIn(temporaryFolder());
  writeFileSync(log, "one\ntor");
  const follower = follow(log, 20);
  expect(await follower.look()).toEqual(["one"]);
  renameSync(log, `${log}.1`);
  writeFileSync(log, "two\n");
  expect(await follower.look()).toEqual(["two"]);
  vi.advanceTimersByTime(40);
  expect(await follower.look()).toEqual(["tor (unterminated)"]);
});

it("following may begin in the middle of the log", async () => {
  const log = logIn(temporaryFolder());
  writeFileSync(log, "one\ntwo\n");
  const follower = follow(log, 10_000, { count: 1 });
  expect(await follower.look()).toEqual(["two"]);
  rotate(log);
  writeFileSync(log, "three\nfour\n");
  expect(await follower.look()).toEqual(["three", "four"]);
});

it("a compressed log, which does not grow, cannot be followed, and the error says so", async () => {
  const log = logIn(temporaryFolder());
  writeFileSync(`${log}.gz`, gzipSync("one\n"));
  await expect(follow(`${log}.gz`).look()).rejects.toMatchObject({
    code: "unreadable",
    message: "compressed with gzip; only plain logs can be followed",
  });
});

it("a FIFO is followed from one writer to the next, and the signal ends it while there is none", async () => {
  const fifo = logIn(temporaryFolder());
  execFileSync("mkfifo", [fifo]);
  const controller = new AbortController();
  const items = followLog(fifo, { signal: controller.signal, pollMs: 1 });
  followers.push(items);
  const seen: string[] = [];
  for (let count = 0; seen.length < 3; count++) {
    const next = await items.next();
    if (next.done === true) throw new Error("it ended");
    if (next.value.kind !== "idle") seen.push(...show(next.value));
    if (count === 0)
      spawn(...bound("sh", ["-c", `echo one > "${fifo}"; printf 'two\\nth' > "${fifo}"; echo ree > "${fifo}"`]));
  }
  expect(seen).toEqual(["one", "two", "three"]);
  controller.abort();
  while ((await items.next()).done !== true) continue;
});

it.each(["nocreate", "create"])(
  "no line of real writers is lost or comes twice while the log is rotated in a loop (%s)",
  async (mode) => {
    const log = logIn(temporaryFolder());
    const firsts = [0, 1_000_000];
    const writers = firsts.map((first) =>
      spawn(...bound(process.execPath, [writer, log, String(first)]), { stdio: ["pipe", "pipe", "inherit"] }),
    );
    children.push(...writers);
    const counts = Promise.all(writers.map(async ({ stdout }) => Number(await textOf(stdout))));
    const isOver = { value: false };
    void counts.finally(() => (isOver.value = true));

    const rotating = (async () => {
      for (let rotation = 0; rotation < 40; rotation++) {
        await until("a line is in the log", () => existsSync(log) && statSync(log).size > 0);
        rotate(log);
        if (mode === "create") closeSync(openSync(log, "a"));
      }
      for (const { stdin } of writers) stdin.end();
    })();

    const follower = follow(log, undefined, undefined, 5);
    const seen: number[] = [];
    const take = async (): Promise<void> => {
      for (const line of await follower.look()) {
        if (!line.startsWith("(missing")) seen.push(JSON.parse(line).duration);
      }
    };
    while (!isOver.value) await take();
    for (let looks = 0; looks < 5; looks++) await take();

    await rotating;
    const expected = (await counts).flatMap((count, index) =>
      Array.from({ length: count }, (_, line) => (firsts[index] ?? 0) + line),
    );
    expect(expected.length).toBeGreaterThan(80);
    expect(seen.toSorted((left, right) => left - right)).toEqual(expected);
  },
);

function logIn(folder: string): string {
  return join(folder, "metrics.log");
}

/** Waits until a new file would be younger than this one: files of one tick of the kernel's clock have one time of birth. */
async function laterBirth(path: string): Promise<void> {
  const { birthtimeNs } = statSync(path, { bigint: true });
  const probe = join(temporaryFolder(), "probe");
  await until("the clock of files moves on", () => {
    rmSync(probe, { force: true });
    writeFileSync(probe, "");
    return statSync(probe, { bigint: true }).birthtimeNs > birthtimeNs;
  });
}

/** metrics.log.1 → metrics.log.2, and so on, then the log itself, as logrotate does. Keeps all. */
function rotate(log: string): void {
  const name = "metrics.log.";
  const numbers = readdirSync(join(log, ".."))
    .filter((entry) => /^metrics\.log\.\d+$/.test(entry))
    .map((entry) => Number(entry.slice(name.length)));
  for (const number of numbers.toSorted((left, right) => right - left)) {
    if (number >= 50) rmSync(`${log}.${number}`);
    else renameSync(`${log}.${number}`, `${log}.${number + 1}`);
  }
  renameSync(log, `${log}.1`);
}

interface Follower {
  /** What one look brings. */
  look(): Promise<string[]>;
}

function follow(log: string, lingerMs = 10_000, last?: { count: number }, pollMs = 0): Follower {
  const items = followLog(log, {
    signal: new AbortController().signal,
    pollMs,
    lingerMs,
    ...(last === undefined ? {} : { last }),
  });
  followers.push(items);
  return {
    async look() {
      const texts: string[] = [];
      for (let next = await items.next(); next.done !== true && next.value.kind !== "idle"; next = await items.next()) {
        texts.push(...show(next.value));
      }
      return texts;
    },
  };
}

function show(item: Exclude<Followed, { kind: "idle" }>): string[] {
  switch (item.kind) {
    case "lines":
      return [...item.lines].map((line) => {
        if (line.kind !== "text") return line.kind;
        return line.isTerminated ? line.text : `${line.text} (unterminated)`;
      });
    case "missing":
      return [`(missing: ${item.reason})`];
    case "truncated":
      return ["(truncated)"];
    default:
      return item satisfies never;
  }
}
