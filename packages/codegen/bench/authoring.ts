// Does the command keep up with a thousand events? Whole processes, from start to end, on 1,000 events of 13 fields; beside them, what
// json-schema-to-typescript and Ajv take for types and validators of the same schemas. It needs GNU time. AUTHORING_EVENTS and AUTHORING_ROUNDS set the size.
import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Goal, quartiles, reportGoals } from "../../../scripts/bench-report.js";
import { eventFile, eventNames, writeEvents } from "./support/thousand-events.js";

const count = Number(process.env["AUTHORING_EVENTS"] ?? 1000);
const rounds = Number(process.env["AUTHORING_ROUNDS"] ?? 3);
const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../../..");
const command = join(root, "packages/cli/dist/main.js");
const project = mkdtempSync(join(tmpdir(), "metric-events-authoring-"));
const [schemas, out, log] = [join(project, "schemas"), join(project, "out"), join(project, "metrics.log")];
const [first = "", second = ""] = eventNames(count);

interface Run {
  readonly seconds: number;
  /** Of all threads, in user mode and in the kernel: what a busy machine delays least. */
  readonly cpuSeconds: number;
  readonly megabytes: number;
}

try {
  prepare();
  console.log(
    `Node ${process.version}, ${count.toLocaleString("en-US")} events of 13 fields, medians of ${rounds} rounds\n`,
  );
  console.log("| | s | CPU s | MB resident | at most |\n| --- | ---: | ---: | ---: | ---: |");
  reportGoals(measure());
} finally {
  rmSync(project, { recursive: true, force: true });
}

function prepare(): void {
  mkdirSync(join(project, "node_modules/@metric-events"), { recursive: true });
  symlinkSync(join(root, "packages/runtime"), join(project, "node_modules/@metric-events/runtime"));
  writeEvents(schemas, count);
  writeFileSync(log, `${JSON.stringify(exampleOf(first))}\n`);
  const options = { module: "nodenext", target: "es2022", strict: true, noEmit: true, skipLibCheck: true, types: [] };
  writeFileSync(join(project, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions: options, include: ["out"] }));
}

function measure(): Goal[] {
  const cache = join(project, "node_modules/.cache");
  const goals: Goal[] = [];
  const row = (what: string, atMost: number | undefined, args: readonly string[], before = (): void => {}): void => {
    const runs = Array.from({ length: rounds }, () => {
      before();
      return run([command, ...args]);
    });
    add(what, runs, atMost, goals);
  };
  const clear = (): void => rmSync(cache, { recursive: true, force: true });
  add("Node alone", [run(["--eval", "0"])], undefined, goals);
  row("lint, without a cache", undefined, ["lint"], clear);
  row("lint", undefined, ["lint"]);
  row("emit of one event, without a cache", 0.2, ["emit", first, "--json", JSON.stringify(exampleOf(first))], clear);
  row("events show of one event, without a cache", 0.2, ["events", "show", first], clear);
  run([command, "lint"]);
  row("emit of one event", 0.2, ["emit", first, "--json", JSON.stringify(exampleOf(first))]);
  row("events show of one event", 0.2, ["events", "show", first]);
  row("validate, of a few lines", 0.5, ["validate", log]);
  row("tail, of a few lines", 0.5, ["tail", log]);
  row("report, of a few lines", 0.5, ["report", log]);
  const generate = ["generate", "--out", "out"];
  row("generate, without a cache", 3, generate, () => {
    clear();
    rmSync(out, { recursive: true, force: true });
  });
  row("generate, nothing changed", 0.4, generate);
  let edits = 0;
  row("generate, one file changed", 0.5, generate, () => edit(first, `Edit ${++edits}.`));
  goals.push(...outputGoals());
  const baseline = join(project, "baseline");
  cpSync(schemas, baseline, { recursive: true });
  edit(second, "Edited.", 86_400);
  row("check of one change", 1, ["check", "--against", "baseline"]);
  for (const name of eventNames(count)) edit(name, "Edited.", 86_400);
  row(`check of ${count} changes`, 6, ["check", "--against", "baseline"]);
  addPeers();
  return goals;
}

function outputGoals(): Goal[] {
  const bytes = readdirSync(out).reduce((sum, name) => sum + statSync(join(out, name)).size, 0);
  const kilobytes = bytes / 1000 / count;
  console.log(`| generated text, kB an event | ${kilobytes.toFixed(1)} | | | 12 |`);
  const goals: Goal[] = [{ what: "generated text, kB an event", actual: kilobytes, atMost: 12 }];
  const checked = run([join(root, "node_modules/typescript/bin/tsc"), "-p", "."]);
  add("tsc over all", [checked], 5, goals);
  return [...goals, { what: "tsc over all, MB resident", actual: checked.megabytes, atMost: 700 }];
}

function addPeers(): void {
  const peers = run([join(here, "support/peers.mjs"), schemas, join(project, "peers")]);
  add("json-schema-to-typescript and Ajv's standalone validators", [peers], undefined, []);
  const bytes = readdirSync(join(project, "peers")).reduce(
    (sum, name) => sum + statSync(join(project, "peers", name)).size,
    0,
  );
  console.log(`| their text, kB an event | ${(bytes / 1000 / count).toFixed(1)} | | | |`);
}

function add(what: string, runs: readonly Run[], atMost: number | undefined, goals: Goal[]): void {
  const seconds = quartiles(runs.map((each) => each.seconds)).median;
  const cpuSeconds = quartiles(runs.map((each) => each.cpuSeconds)).median;
  const megabytes = quartiles(runs.map((each) => each.megabytes)).median;
  console.log(
    `| ${what} | ${seconds.toFixed(2)} | ${cpuSeconds.toFixed(2)} | ${Math.round(megabytes)} | ${atMost ?? ""} |`,
  );
  if (atMost !== undefined) goals.push({ what, actual: seconds, atMost });
}

/** Runs a program of Node in the project, with a home of its own. */
function run(args: readonly string[]): Run {
  const figures = join(project, "figures");
  const start = performance.now();
  const { stderr, status } = spawnSync("/usr/bin/time", ["-f", "%M %U %S", "-o", figures, process.execPath, ...args], {
    cwd: project,
    env: { ...process.env, METRICS_LOG_PATH: log, XDG_CACHE_HOME: join(project, "home") },
    encoding: "utf8",
  });
  const seconds = (performance.now() - start) / 1000;
  // 1: a check found something.
  if (status !== 0 && status !== 1) throw new Error(`${args.join(" ")} ended with ${status}: ${stderr}`);
  // What it says of the exit code comes first.
  const line = readFileSync(figures, "utf8").trim().split("\n").at(-1) ?? "";
  const [kilobytes = 0, user = 0, system = 0] = line.split(" ").map(Number);
  return { seconds, cpuSeconds: user + system, megabytes: kilobytes / 1000 };
}

/** Changes the description of an event and, for a check to find, the most that a field may be. */
function edit(name: string, description: string, maximum?: number): void {
  const path = eventFile(schemas, name);
  const schema = JSON.parse(readFileSync(path, "utf8"));
  schema.description = description;
  if (maximum !== undefined) schema.properties.duration.maximum = maximum;
  writeFileSync(path, `${JSON.stringify(schema, undefined, 2)}\n`);
}

function exampleOf(name: string): object {
  const [subject = ""] = name.split("_");
  const own = {
    [`${subject}_id`]: "a",
    region: "eu",
    source: "a",
    outcome: "done",
    duration: 1,
    attempts: 1,
    size: 3,
    is_test: true,
  };
  return { timestamp: 1_719_900_000.25, event: name, ...own };
}
