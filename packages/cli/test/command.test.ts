import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bound, installedLine, requireInCi, temporaryFolder, until } from "@metric-events/test-support";
import { afterEach, expect, it } from "vitest";

// The compiled command, as a process of its own.
const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const manifest: { version: string } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

const children: ChildProcess[] = [];
// One that a failed test left behind.
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

it("prints its version", async () => {
  expect(await shell('"$NODE" "$MAIN" --version')).toEqual({ status: 0, stdout: `${manifest.version}\n`, stderr: "" });
});

it.each(["emit", "validate", "report", "tail", "infer", "query 'select 1'"])(
  "%s does not take a folder as standard input for an empty one",
  async (command) => {
    const { status, stderr } = await shell(`"$NODE" "$MAIN" ${command} - < .`);
    expect(stderr).toMatch(/standard input|<stdin>/);
    expect(stderr).toContain("it is a directory, not a file");
    expect(status).toBe(3);
  },
);

it("loads what a query needs although standard input and output are pipes", async () => {
  const line = '{"timestamp":1719900000.25,"event":"runner_installed","flavor":"small","duration":42.5}';
  const { stdout, stderr } = await shell(`echo '${line}' | "$NODE" "$MAIN" query "select flavor from events" - | cat`);
  expect({ stdout, stderr }).toEqual({ stdout: "flavor\nsmall\n", stderr: "" });
});

it("issues, validates and shows an event of the runner schemas", async () => {
  const cwd = temporaryFolder();
  const script = [
    '"$NODE" "$MAIN" emit runner_installed --flavor small --duration 42.5 --timestamp 1719900000.25',
    '"$NODE" "$MAIN" validate --strict',
    '"$NODE" "$MAIN" tail --utc',
  ].join(" && ");
  expect(await shell(script, cwd)).toEqual({
    status: 0,
    stdout: [
      "event             valid  invalid",
      "runner_installed      1        0",
      "",
      "1 line: all valid",
      "2024-07-02 06:00:00.250Z  runner_installed  flavor=small  duration=42.5s",
      "",
    ].join("\n"),
    stderr: "",
  });
});

it.each([
  "validate bad.log",
  "tail -n 100000 big.log",
  "tail --json -n 100000 big.log",
  "validate --format json bad.log",
])("ends quietly when nobody reads what %s prints", async (args) => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "big.log"), `${installedLine(1)}\n`.repeat(20_000));
  writeFileSync(join(cwd, "bad.log"), `${installedLine(-1)}\n`.repeat(20_000));
  const { stdout, stderr } = await shell(`{ "$NODE" "$MAIN" ${args}; echo "status $?" >&2; } | head -n 1`, cwd);
  expect(stderr).toBe("status 141\n");
  expect(stdout.split("\n")).toHaveLength(2);
});

it("says why it cannot write to standard output", async () => {
  const { status, stderr } = await shell('"$NODE" "$MAIN" events > /dev/full');
  expect({ status, stderr }).toEqual({
    status: 3,
    stderr: "metric-events: cannot write to standard output: no space left on device\n",
  });
});

it("works with closed standard streams", async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "metrics.log"), `${installedLine(1)}\n`);
  expect(await shell('"$NODE" "$MAIN" validate <&- ', cwd)).toMatchObject({ status: 0, stderr: "" });
  expect(await shell('"$NODE" "$MAIN" emit - <&- ', cwd)).toEqual({ status: 0, stdout: "", stderr: "" });
  expect(await shell('"$NODE" "$MAIN" validate >&- ', cwd)).toMatchObject({ status: 0, stderr: "" });
  expect(await shell('"$NODE" "$MAIN" validate nothing 2>&- ', cwd)).toMatchObject({
    status: 3,
    stdout: "no events; 1 of 1 file could not be read to the end\n",
  });
});

it("does not wait for an input that it has no use for", async () => {
  const child = start(["events"], temporaryFolder());
  expect(await statusOf(child)).toBe(0);
});

it.each(["validate -", "emit - --path out.log", "infer -"])(
  "%s refuses a device without an end as standard input",
  async (args) => {
    const { status, stderr } = await shell(`"$NODE" "$MAIN" ${args} < /dev/zero`);
    expect(stderr).toContain("this is a device, which may have no end");
    expect(status).toBe(3);
  },
);

it("tail -f follows through rotation until it is interrupted", async () => {
  const cwd = temporaryFolder();
  const log = join(cwd, "metrics.log");
  const child = start(["tail", "-f", "-n", "1", "--json", "metrics.log"], cwd);
  const stderr = gather(child.stderr);
  const stdout = gather(child.stdout);
  await until("it says that it waits", () => stderr.text !== "");
  expect(stderr.text).toBe("metric-events: metrics.log: no such file or directory; waiting for it\n");

  writeFileSync(log, `${installedLine(1)}\n`);
  await until("the first line is shown", () => stdout.text.includes(installedLine(1)));
  appendFileSync(log, installedLine(2).slice(0, 30));
  appendFileSync(log, `${installedLine(2).slice(30)}\n${installedLine(3)}\n`);
  renameSync(log, `${log}.1`);
  writeFileSync(log, `${installedLine(4)}\nnonsense\n`);
  await until(
    "the last lines are shown",
    () => stdout.text.includes(installedLine(4)) && stderr.text.includes("bad line"),
  );
  expect(stdout.text).toBe([1, 2, 3, 4].map((duration) => `${installedLine(duration)}\n`).join(""));
  expect(stderr.text).toContain('metric-events: bad line: not JSON: expected a value, received "nonsense"\n');

  child.kill("SIGINT");
  expect(await statusOf(child)).toBe(130);
});

it("tail -f is ended by SIGTERM, and by a reader that goes away", async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "metrics.log"), `${installedLine(1)}\n`);
  const child = start(["tail", "-f", "metrics.log"], cwd);
  const stdout = gather(child.stdout);
  await until("a line is shown", () => stdout.text !== "");
  child.kill("SIGTERM");
  expect(await statusOf(child)).toBe(143);

  const other = start(["tail", "-f", "metrics.log"], cwd);
  const otherStdout = gather(other.stdout);
  await until("a line is shown", () => otherStdout.text !== "");
  other.stdout?.destroy();
  appendFileSync(join(cwd, "metrics.log"), `${installedLine(2)}\n`);
  expect(await statusOf(other)).toBe(141);
});

it.skipIf(process.platform !== "linux").each([
  ["a log", "metrics.log"],
  ["a FIFO", "fifo"],
  ["standard input", "- < fifo"],
])("tail -f of %s ends as soon as nobody reads it, without another line", async (_, operand) => {
  // The shell keeps the FIFO open, so that nothing but the missing reader can end the command.
  const { stdout, stderr } = await shell(`mkfifo fifo; exec 3<> fifo
echo '${installedLine(1)}' | tee metrics.log >&3
"$NODE" "$MAIN" tail -f ${operand} | head -n 1
echo "status \${PIPESTATUS[0]}"`);
  expect(stderr).toBe("");
  expect(stdout).toMatch(/^.*runner_installed.*\nstatus 141\n$/);
});

const hasProc = requireInCi(existsSync("/proc/self/stat"), "/proc tells how long a process has run; it is not here");

it.skipIf(!hasProc)(
  "Ctrl-C ends a query, whatever the database is doing, and an export leaves no half of an archive",
  async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "metrics.log"), `${installedLine(1)}\n`);
    const endless = "select a from range(1000) t(a), range(1000000) b, range(1000000) c order by random() limit 1";
    const temporary = temporaryFolder();
    const query = start(["query", endless, "metrics.log"], cwd, { TMPDIR: temporary });
    const fifo = start(["export", "--parquet", "archive", "-"], cwd);
    const ends = [statusOf(query), statusOf(fifo)];
    await until("the export begins", () => existsSync(join(cwd, "archive", ".unfinished")));
    // Signals are handled from before the temporary folder is made.
    await until("the query begins", () => readdirSync(temporary).length > 0);
    const begun = processorSeconds(query);
    await until("the database is at work", () => processorSeconds(query) > begun + 2);
    query.kill("SIGINT");
    fifo.kill("SIGINT");
    expect(await Promise.all(ends)).toEqual([130, 130]);
    expect(readdirSync(temporary)).toEqual([]);
    expect(readdirSync(join(cwd, "archive"))).toEqual([]);
  },
);

const memoryBytes = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
const hasMemory =
  requireInCi(process.memoryUsage.rss() > 0, "the resident size of a process is not known here") &&
  requireInCi(
    memoryBytes >= 3e9,
    `a query that takes 2 GB needs a system with 3 GB of memory; it has ${memoryBytes / 1e9}`,
  );

it.skipIf(!hasMemory)("a query of values that the database does not count is ended", async () => {
  const temporary = temporaryFolder();
  for (const sql of ["select repeat(repeat('x', 1000000), 3000)", "select list_sum(range(400000000)) as s"]) {
    const query = start(["query", sql, "-"], temporaryFolder(), { TMPDIR: temporary });
    query.stdin?.end();
    const stderr = gather(query.stderr);
    await once(query, "close");
    expect([query.signalCode, stderr.text]).toEqual([
      "SIGKILL",
      "metric-events: query: this needs more than 1.75 GB of memory, so it was ended; select fewer rows or shorter values\n",
    ]);
    expect(readdirSync(temporary)).toEqual([]);
  }
});

it("the command is built", () => expect(existsSync(main)).toBe(true));

interface ShellResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function shell(script: string, cwd = temporaryFolder()): Promise<ShellResult> {
  const env = { ...process.env, NODE: process.execPath, MAIN: main, METRICS_LOG_PATH: "metrics.log" };
  const child = spawn(...bound("bash", ["--norc", "-c", script]), { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const stdout = gather(child.stdout);
  const stderr = gather(child.stderr);
  const status = await statusOf(child);
  return { status, stdout: stdout.text, stderr: stderr.text };
}

function start(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): ChildProcess {
  const child = spawn(...bound(process.execPath, [main, ...args]), {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  children.push(child);
  return child;
}

function gather(stream: NodeJS.ReadableStream | null): { text: string } {
  const gathered = { text: "" };
  stream?.on("data", (chunk: Buffer) => (gathered.text += chunk.toString()));
  return gathered;
}

function statusOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once("close", resolve));
}

/** How long processors have worked for a process (proc(5)). */
function processorSeconds({ pid }: ChildProcess): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const [user = 0, system = 0] = stat.slice(stat.lastIndexOf(")")).split(" ").slice(12, 14).map(Number);
  return (user + system) / 100;
}

it.each(["emit", "validate", "tail", "report", "query", "export", "events"])(
  "%s begins without the libraries that only some calls need",
  async (name) => {
    const module = new URL(`../dist/commands/${name}.js`, import.meta.url).href;
    const program = `
      import { createRequire } from "node:module";
      await import(${JSON.stringify(module)});
      const loaded = Object.keys(createRequire(import.meta.url).cache);
      const names = loaded.map((path) => path.match(/.*node_modules\\/((?:@[^/]+\\/)?[^/]+)/)?.[1]);
      console.log(JSON.stringify([...new Set(names)].sort()));`;
    const { stdout } = await shell(`"$NODE" --input-type=module -e '${program}'`);
    const expected = name === "report" ? ["@datadog/sketches-js", "commander"] : ["commander"];
    expect(JSON.parse(stdout)).toEqual(expected);
  },
);
