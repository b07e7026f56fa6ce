import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bound, temporaryFolder } from "@metric-events/test-support";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { faultEvents } from "./support/fault-events.js";
import { firstDifference } from "./support/first-difference.js";
import { longTest, processLimitMs } from "./support/limits.js";
import { linesOf, readLog } from "./support/read-log.js";
import { range } from "./support/start-writer.js";

const programPath = fileURLToPath(new URL("support/ending-writer.mjs", import.meta.url));

/** Whether this process may create a PID namespace, like that of a container. */
const canBeFirst = spawnSync("unshare", ["--pid", "--fork", "true"]).status === 0;

const workerPath = fileURLToPath(new URL("support/in-worker.mjs", import.meta.url));

interface Ending {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe("a process that ends right after its events", () => {
  let path: string;
  beforeEach(() => {
    path = join(temporaryFolder(), "metrics.log");
  });

  async function run(
    ending: string,
    count = 5000,
    options: object = {},
    method = "issueSoon",
    {
      wrapper = [],
      host = [],
    }: {
      /** A command that runs Node. */ wrapper?: readonly string[];
      /** A program that runs the writer. */ host?: readonly string[];
    } = {},
  ): Promise<Ending> {
    const program = [
      process.execPath,
      ...host,
      programPath,
      path,
      ending,
      String(count),
      JSON.stringify(options),
      method,
    ];
    const [command = "", ...args] = [...wrapper, ...program];
    const child = spawn(...bound(command, args), {
      stdio: ["ignore", "pipe", "pipe"],
      timeout: processLimitMs,
      killSignal: "SIGKILL",
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const [exitCode, signal] = await once(child, "close");
    return { exitCode, signal, stdout, stderr };
  }

  const logged = (): readonly number[] => readLog(path).sequences.get("ending") ?? [];

  const endings: [string, string, Partial<Ending>][] = [
    ["by itself", "return", { exitCode: 0, signal: null }],
    ["with process.exit", "exit", { exitCode: 3, signal: null }],
    ["with an uncaught exception", "throw", { exitCode: 1, signal: null }],
    ["with an unhandled rejection", "reject", { exitCode: 1, signal: null }],
    ["by SIGTERM", "SIGTERM", { exitCode: null, signal: "SIGTERM" }],
    ["by SIGINT", "SIGINT", { exitCode: null, signal: "SIGINT" }],
    ["by SIGHUP", "SIGHUP", { exitCode: null, signal: "SIGHUP" }],
    ["by a signal that it handles itself", "handled", { exitCode: 7, signal: null }],
    ["by a signal that it handles once", "handled-once", { exitCode: 7, signal: null }],
  ];

  it.each(endings)("has logged a burst of 5,000 when it ends %s", async (_, ending, expected) => {
    expect(await run(ending)).toMatchObject(expected);
    expect(logged()).toEqual(range(0, 5000));
  });

  const manyEvents = faultEvents();
  const inMemory = { maxQueuedBytes: 2 ** 30 };

  const sudden = endings.filter(([, ending]) => ["exit", "throw", "SIGTERM"].includes(ending));

  it.each(sudden)(
    `has logged ${manyEvents} events from its memory when it ends %s`,
    longTest,
    async (_, ending, expected) => {
      expect(await run(ending, manyEvents, inMemory)).toMatchObject(expected);
      expect(firstDifference(logged(), range(0, manyEvents))).toBeUndefined();
    },
  );

  it.each(sudden)("has logged what issue accepted when it ends %s", async (_, ending, expected) => {
    // Without issueSoon, nothing listens to signals on behalf of the logger.
    expect(await run(ending, 5000, {}, "issue")).toMatchObject(expected);
    expect(logged()).toEqual(range(0, 5000));
  });

  it.skipIf(!canBeFirst)("has logged all as process 1 of a container, which has to handle the signal", async () => {
    const container = { wrapper: ["unshare", "--pid", "--fork"] };
    expect(await run("handled", 5000, {}, "issueSoon", container)).toMatchObject({ exitCode: 7 });
    expect(logged()).toEqual(range(0, 5000));
  });

  it.each([
    ["by itself", "return", 0],
    ["with its own process.exit", "exit", 3],
    ["with an uncaught exception", "throw", 1],
  ] as const)("has logged all in a worker thread that ends %s", async (_, ending, exitCode) => {
    const { exitCode: actual } = await run(ending, 5000, inMemory, "issueSoon", { host: [workerPath] });
    expect(actual).toBe(exitCode);
    expect(logged()).toEqual(range(0, 5000));
  });

  it.each(["exit", "SIGTERM"])("has also synced them with durability disk (%s)", async (ending) => {
    await run(ending, 500, { durability: "disk" });
    expect(logged()).toEqual(range(0, 500));
  });

  it("has logged the 10 events of its start", async () => {
    await run("exit", 10, { maxDelayMs: 60_000 });
    expect(logged()).toEqual(range(0, 10));
  });

  it("ends with an error for a rejected promise that nobody awaits", async () => {
    mkdirSync(path);
    const { exitCode, stderr } = await run("return", 1);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("it is a directory");
  });

  it("prints to standard error what it could not log at its end", async () => {
    mkdirSync(path);
    const { exitCode, stderr } = await run("exit", 2);
    expect(exitCode).toBe(3);
    expect(stderr).toBe(
      `IssueMetricEventError: Cannot log runner_start to ${path}: it is a directory. ` +
        "Choose the path of a regular file, or of a device such as /dev/null (METRICS_LOG_PATH). (2 events)\n",
    );
  });

  it("prints nothing there that acts, whatever the path holds", async () => {
    const end = path.lastIndexOf("/");
    path = `${path.slice(0, end)}/\u001b[2J\u202e\n::stop-commands::x\n##[error]y`;
    mkdirSync(path);
    const { stderr } = await run("exit", 2);
    expect(stderr).toContain("\\u001b[2J\\u202e\\u000a::stop-commands::x\\u000a#\\u0023[error]y: it is a directory");
    expect(stderr.split("\n")).toHaveLength(2);
  });

  it("calls the hook instead if there is one", async () => {
    mkdirSync(path);
    const { stdout, stderr } = await run("hook", 2);
    expect([stdout, stderr]).toEqual(["hook: not-a-file\nhook: not-a-file\n", ""]);
  });

  it.each([0, 10])("has logged what an exit listener issues, after %i others", async (count) => {
    expect(await run("exit-listener", count, { maxDelayMs: 60_000 })).toMatchObject({ exitCode: 3, stderr: "" });
    expect(linesOf(path)).toHaveLength(count + 1);
    expect(linesOf(path).at(-1)).toContain('"flavor":"last"');
  });

  it("tries events that the hook issues again at the end once more, and then prints them", async () => {
    mkdirSync(path);
    const { stdout, stderr } = await run("exit-listener-retry", 1);
    expect(stdout.match(/hook: not-a-file/g)).toHaveLength(2);
    expect(stderr.match(/IssueMetricEventError: Cannot log runner_/g)).toHaveLength(2);
  });

  it.each(endings)(
    "does not hang on a full disk, and prints what was not logged, when it ends %s",
    async (_, ending) => {
      path = "/dev/full";
      const { signal, stderr } = await run(ending, 10);
      expect(signal).not.toBe("SIGKILL");
      // A process that returns to its event loop ends by the first unhandled rejection.
      expect(stderr).toContain("Cannot log runner_start to /dev/full: no space left on device");
    },
  );

  it("does not hang on a full disk with durability disk and a large queue", longTest, async () => {
    path = "/dev/full";
    const { exitCode, stderr } = await run("exit", 1000, { ...inMemory, durability: "disk" });
    expect(exitCode).toBe(3);
    expect(stderr).toContain("no space left on device");
    expect(stderr).toMatch(/ \(1000 events\)\n$/);
  });

  it("stops listening to signals when it is closed", async () => {
    expect(await run("closed", 5)).toMatchObject({ stdout: "0 0\n", exitCode: 0 });
    expect(linesOf(path)).toHaveLength(5);
  });
});
