// How long does an event take into the kernel, and onto the disk? Every contender runs in a process of its own. Rounds are
// interleaved, and ratios compare times of the same round.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Goal, quartiles, reportGoals } from "../../../scripts/bench-report.js";
import { ContenderProcess } from "./logger/contender-process.js";

const rounds = 31;
const warmUpRounds = 4;
const base = "pino sync";
/** The Node to measure. */
const node = process.env["BENCH_NODE"] ?? process.execPath;
const here = (name: string): string => fileURLToPath(new URL(`logger/${name}`, import.meta.url));

const memoryFolder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "bench-logger-"));
const diskFolder = mkdtempSync(join(tmpdir(), "bench-logger-"));

function inNode(name: string, count: number, folder = memoryFolder): ContenderProcess {
  const path = join(folder, `${name.replaceAll(/\W+/g, "-")}.log`);
  return new ContenderProcess(name, [node, here("contender.mjs"), name], path, count);
}

function inC(): ContenderProcess | undefined {
  const program = join(diskFolder, "write");
  if (spawnSync("cc", ["-O2", "-o", program, here("write.c")]).status !== 0) return undefined;
  return new ContenderProcess("write(2) in C", [program], join(memoryFolder, "c.log"), 10_000);
}

function inPython(): ContenderProcess | undefined {
  if (spawnSync("/usr/bin/python3", ["-c", "import pydantic"]).status !== 0) return undefined;
  const command = ["/usr/bin/python3", here("original.py")];
  return new ContenderProcess("Python, pydantic", command, join(memoryFolder, "python.log"), 500);
}

const inMemory = [
  inC(),
  ...["issue", "issue, checkPath always", "construct and issue", "issueAll of 16", "issueAll of 64"].map((name) =>
    inNode(name, 10_000),
  ),
  ...["issueSoon, 64 awaited", "pino sync", "pino async, minLength 4096", "sonic-boom sync"].map((name) =>
    inNode(name, 10_000),
  ),
  inNode("appendFileSync", 5000),
  inNode("bunyan", 3000),
  inNode("winston", 2000),
  inPython(),
].filter((contender) => contender !== undefined);
const onDisk = [inNode("issue, disk", 64, diskFolder), inNode("issueSoon, disk, 64 awaited", 640, diskFolder)];
const validation = inNode("validation alone", 10_000);

/** Microseconds for an event, by contender and round. */
async function measure(contenders: readonly ContenderProcess[], count: number): Promise<Map<string, number[]>> {
  const times = new Map<string, number[]>();
  for (const contender of contenders)
    if (!(await contender.isReady())) throw new Error(`${contender.name} did not start`);
  for (let round = -warmUpRounds; round < count; round++) {
    for (let index = 0; index < contenders.length; index++) {
      // The order rotates, so that everyone follows everyone else at some time.
      const contender = contenders[(index + Math.max(round, 0)) % contenders.length];
      if (contender === undefined) continue;
      const time = await contender.round();
      if (round >= 0) times.set(contender.name, [...(times.get(contender.name) ?? []), time]);
    }
  }
  for (const contender of contenders) contender.end();
  return times;
}

/** How many times as fast as another contender, round by round. */
function speedUps(times: ReadonlyMap<string, number[]>, name: string, other: string): number[] {
  const own = times.get(name) ?? [];
  return (times.get(other) ?? []).map((time, round) => time / (own[round] ?? Number.NaN));
}

function printTable(times: ReadonlyMap<string, number[]>, other: string): void {
  console.log(`| | µs an event | times as fast as ${other} | quartiles |\n| --- | ---: | ---: | ---: |`);
  for (const [name, all] of times) {
    const { low, median, high } = quartiles(speedUps(times, name, other));
    const ratios = [median, low, high].map((ratio) => ratio.toFixed(2));
    console.log(`| ${name} | ${quartiles(all).median.toFixed(2)} | ${ratios[0]} | ${ratios[1]}–${ratios[2]} |`);
  }
}

const version = spawnSync(node, ["--version"], { encoding: "utf8" }).stdout.trim();
console.log(`Node ${version}, ${rounds} interleaved rounds, medians; the files are in ${memoryFolder.slice(0, 8)}\n`);
const times = await measure([...inMemory, validation], rounds);
const validationTime = quartiles(times.get(validation.name) ?? []).median;
times.delete(validation.name);
printTable(times, base);
console.log(`\nOnto the device (${tmpdir()}):\n`);
const diskTimes = await measure(onDisk, 11);
printTable(diskTimes, "issue, disk");
for (const folder of [memoryFolder, diskFolder]) rmSync(folder, { recursive: true });

const ratio = (name: string, other: string, from = times): number => quartiles(speedUps(from, name, other)).median;
const issueTime = quartiles(times.get("issue") ?? []).median;
const goals: Goal[] = [
  { what: "issue against pino sync", actual: ratio("issue", base), atLeast: 2.3 },
  {
    what: "issue with the path checked always, against pino sync",
    actual: ratio("issue, checkPath always", base),
    atLeast: 1.15,
  },
  { what: "issueAll of 16 against pino sync", actual: ratio("issueAll of 16", base), atLeast: 5 },
  { what: "issueSoon against pino sync", actual: ratio("issueSoon, 64 awaited", base), atLeast: 5 },
  {
    what: "issueAll of 16 against pino async",
    actual: ratio("issueAll of 16", "pino async, minLength 4096"),
    atLeast: 4,
  },
  {
    what: "issueSoon against pino async",
    actual: ratio("issueSoon, 64 awaited", "pino async, minLength 4096"),
    atLeast: 4,
  },
  { what: "validation as a share of issue", actual: validationTime / issueTime, atMost: 0.05 },
  {
    what: "issueSoon on disk against issue on disk",
    actual: ratio("issueSoon, disk, 64 awaited", "issue, disk", diskTimes),
    atLeast: 10,
  },
];
if (times.has("write(2) in C"))
  goals.push({ what: "issue in proportion to write(2)", actual: ratio("write(2) in C", "issue"), atMost: 4.5 });
if (times.has("Python, pydantic"))
  goals.push({
    what: "construct and issue against Python",
    actual: ratio("construct and issue", "Python, pydantic"),
    atLeast: 25,
  });
console.log(`\nvalidation alone: ${validationTime.toFixed(3)} µs`);
reportGoals(goals);
