// Does reading a log keep up with the disk? validate, report, query and tail as commands, against a bare loop of JSON.parse, the
// validator of Sourcemeta, and DuckDB's own reader. It needs GNU time. READER_EVENTS, READER_ROUNDS, READER_LARGE_MB set the size.
import { spawnSync } from "node:child_process";
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { fleetLog } from "@metric-events/test-support";
import { type Goal, quartiles, reportGoals } from "../../../scripts/bench-report.js";

const events = Number(process.env["READER_EVENTS"] ?? 1_000_000);
const rounds = Number(process.env["READER_ROUNDS"] ?? 7);
const largeMegabytes = Number(process.env["READER_LARGE_MB"] ?? 2000);
const seed = 1;
const here = dirname(fileURLToPath(import.meta.url));
const command = resolve(here, "../dist/main.js");
const folder = mkdtempSync(join(tmpdir(), "metric-events-bench-"));
const log = join(folder, "metrics.log");
/** The same events in another form: with blanks, as Python writes them. */
const blanks = join(folder, "blanks.log");
const large = join(folder, "large.log");
/** A tenth of the events, and the same as lines that are all bad, each in its own way. */
const tenth = join(folder, "tenth.log");
const sourcemetaName = "@sourcemeta/jsonschema validate --fast";

/** How a valid line becomes a bad one; each line is another. */
const badKinds: Readonly<Record<string, (line: string, index: number) => string | Buffer>> = {
  "a wrong type": (line, index) => line.replace(/"timestamp":[\d.]+/, `"timestamp":"x${index}"`),
  "an unknown event": (line, index) => line.replace(/"event":"(\w+)"/, `"event":"$1${index}"`),
  "a missing field": (line, index) => line.replace('"timestamp":', `"timestamp${index}":`),
  torn: (line, index) => line.slice(0, 20 + (index % 60)),
  glued: (line, index) => line.slice(0, 60 + (index % 40)) + line,
  "not finite": (line, index) => line.replace(/"timestamp":[\d.]+/, `"timestamp":NaN,"n":${index}`),
  "a duplicate name": (line, index) => line.replace("{", `{"timestamp":${index},`),
  "not UTF-8": (line, index) => Buffer.from(`{"\xff":${index},${line.slice(1)}`, "latin1"),
};

interface Contender {
  readonly name: string;
  readonly args: readonly string[];
  readonly program?: string;
}

interface Run {
  readonly seconds: number;
  /** Of all threads, in user mode and in the kernel. */
  readonly cpuSeconds: number;
  readonly megabytes: number;
}

try {
  writeLog();
  const bytes = statSync(log).size;
  console.log(
    `Node ${process.version}, ${events.toLocaleString("en-US")} events of seed ${seed}, ${Math.round(bytes / 1e6)} MB, ${rounds} interleaved rounds of whole processes, medians\n`,
  );
  const sql =
    "select date_trunc('hour', ts) as hour, count(*) as events, quantile_cont(queue_duration, 0.95) as p95 from runner_start group by all order by all";
  const times = measure([
    { name: "bare loop of JSON.parse, one thread", args: [join(here, "support/bare-loop.mjs"), log] },
    { name: "validate", args: [command, "validate", log] },
    { name: "validate, lines as Python writes them", args: [command, "validate", blanks] },
    { name: "report", args: [command, "report", "--utc", log] },
    {
      name: "report --format html",
      args: [command, "report", "--utc", "--format", "html", "--out", join(folder, "report.html"), log],
    },
    { name: "DuckDB's read_json, the same query", args: [join(here, "support/duckdb-query.mjs"), log] },
    { name: "query, counts and percentiles per hour", args: [command, "query", sql, log] },
    ...sourcemeta(),
    ...badContenders(),
  ]);
  const median = (name: string, of: (run: Run) => number): number => middle((times.get(name) ?? []).map(of));
  const ratio = (name: string, base: string): number => {
    const bases = times.get(base) ?? [];
    const ratios = (times.get(name) ?? []).map(({ seconds }, round) => seconds / (bases[round]?.seconds ?? Number.NaN));
    return middle(ratios);
  };
  const bare = "bare loop of JSON.parse, one thread";
  const duckdb = "DuckDB's read_json, the same query";
  console.log(
    "| | s | CPU s | MB resident | ÷ bare loop | ÷ validate | ÷ DuckDB |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
  );
  for (const name of times.keys()) {
    const figures = [
      median(name, ({ seconds }) => seconds).toFixed(2),
      median(name, ({ cpuSeconds }) => cpuSeconds).toFixed(2),
      Math.round(median(name, ({ megabytes }) => megabytes)),
      ratio(name, bare).toFixed(2),
      ratio(name, "validate").toFixed(2),
      ratio(name, duckdb).toFixed(2),
    ];
    console.log(`| ${[name, ...figures].join(" | ")} |`);
  }
  const goals: Goal[] = [
    { what: "validate against a bare loop", actual: ratio("validate", bare), atMost: 1.25 },
    { what: "validate, MB resident", actual: median("validate", ({ megabytes }) => megabytes), atMost: 250 },
    { what: "report against validate", actual: ratio("report", "validate"), atMost: 1.5 },
    { what: "query against DuckDB", actual: ratio("query, counts and percentiles per hour", duckdb), atMost: 2 },
  ];
  for (const name of Object.keys(badKinds)) {
    for (const verb of ["validate", "report"]) {
      const what = `${verb} of bad lines: ${name}`;
      goals.push({ what: `${what}, against valid ones`, actual: ratio(what, `${verb} of a tenth`), atMost: 4 });
    }
  }
  if (times.has(sourcemetaName))
    goals.push({ what: "validate against Sourcemeta", actual: ratio(sourcemetaName, "validate"), atLeast: 4 });
  reportGoals([...goals, ...measureLarge()]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function writeLog(): void {
  const file = openSync(log, "w");
  const other = openSync(blanks, "w");
  let lines: string[] = [];
  const flush = (): void => {
    const text = lines.map((line) => `${line}\n`).join("");
    writeSync(file, text);
    writeSync(other, text.replaceAll('":', '": ').replaceAll(',"', ', "'));
    lines = [];
  };
  for (const line of fleetLog({ seed, events })) if (lines.push(line) >= 10_000) flush();
  flush();
  closeSync(file);
  closeSync(other);
}

function badContenders(): Contender[] {
  const lines = [...fleetLog({ seed, events: Math.ceil(events / 10) })];
  writeFileSync(tenth, lines.map((line) => `${line}\n`).join(""));
  const files = Object.entries(badKinds).map(([name, spoil]) => {
    const file = join(folder, `${name}.log`);
    const bad = lines.flatMap((line, index) => [Buffer.from(spoil(line, index)), Buffer.from("\n")]);
    writeFileSync(file, Buffer.concat(bad));
    return { name: `of bad lines: ${name}`, file };
  });
  return ["validate", "report"].flatMap((verb) => {
    const args = verb === "report" ? [command, verb, "--utc"] : [command, verb];
    const contender = (name: string, file: string): Contender => ({ name: `${verb} ${name}`, args: [...args, file] });
    return [contender("of a tenth", tenth), ...files.map(({ name, file }) => contender(name, file))];
  });
}

/** The validator in C++ that is known as the fastest, when its package is installed. It knows no events: one of the four schemas at a time. */
function sourcemeta(): Contender[] {
  const require = createRequire(import.meta.url);
  const manifest = join(dirname(require.resolve("@sourcemeta/jsonschema/package.json")), "npm/cli.js");
  if (!existsSync(manifest)) return [];
  const schema = join(folder, "any-event.schema.json");
  writeFileSync(schema, JSON.stringify(anyEvent()));
  // It tells JSON lines by their ending.
  const lines = join(folder, "metrics.jsonl");
  copyFileSync(log, lines);
  return [{ name: sourcemetaName, args: [manifest, "validate", "--fast", schema, lines] }];
}

/** The reader contract of the runner events as one schema, dispatched on the name as ours is. */
function anyEvent(): object {
  const text = { type: "string" };
  const seconds = { type: "number", minimum: 0 };
  const count = { type: "integer", minimum: 0 };
  const event = (name: string, properties: Record<string, object>, required: readonly string[]): object => ({
    if: { properties: { event: { const: name } }, required: ["event"] },
    // oxlint-disable-next-line unicorn/no-thenable -- A keyword of JSON Schema.
    then: {
      properties: { timestamp: seconds, flavor: text, ...properties },
      required: ["timestamp", "flavor", ...required],
    },
  });
  const job = { workflow: text, repo: text, github_event: text };
  const code = { type: "object", required: ["code"], properties: { code: { type: "integer" } } };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    required: ["event"],
    properties: { event: { enum: ["runner_installed", "runner_start", "runner_stop", "reconciliation"] } },
    allOf: [
      event("runner_installed", { duration: seconds }, ["duration"]),
      event("runner_start", { ...job, idle: seconds, queue_duration: seconds }, [...Object.keys(job), "idle"]),
      event("runner_stop", { ...job, status: text, status_info: code, job_duration: seconds, job_conclusion: text }, [
        ...Object.keys(job),
        "status",
        "job_duration",
      ]),
      event(
        "reconciliation",
        {
          crashed_runners: count,
          idle_runners: count,
          active_runners: count,
          expected_runners: count,
          duration: seconds,
        },
        ["crashed_runners", "idle_runners", "duration"],
      ),
    ],
  };
}

function measure(contenders: readonly Contender[]): Map<string, Run[]> {
  const times = new Map<string, Run[]>(contenders.map(({ name }) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const contender of contenders) {
      const result = run(contender.args);
      if (round >= 0) times.get(contender.name)?.push(result);
    }
  }
  return times;
}

/** Memory is that of the largest moment, as GNU time has it. */
function run(args: readonly string[]): Run {
  const start = performance.now();
  const { status, stderr, error } = spawnSync("/usr/bin/time", ["-f", "%U %S %M", process.execPath, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
  });
  const seconds = (performance.now() - start) / 1000;
  // Bad lines are what 1 stands for.
  if (error !== undefined || (status !== 0 && status !== 1))
    throw new Error(`${args.join(" ")} failed: ${error ?? stderr}`);
  const [user = 0, system = 0, kilobytes = 0] = (stderr.trim().split("\n").at(-1) ?? "").split(" ").map(Number);
  return { seconds, cpuSeconds: user + system, megabytes: kilobytes / 1000 };
}

/** The same lines again and again: memory, and the end of a large file. */
function measureLarge(): Goal[] {
  const copies = Math.ceil((largeMegabytes * 1e6) / statSync(log).size);
  if (copies < 2) return [];
  copyFileSync(log, large);
  for (let copy = 1; copy < copies; copy++) spawnSync("sh", ["-c", `cat "${log}" >> "${large}"`]);
  const size = Math.round(statSync(large).size / 1e6).toLocaleString("en-US");
  console.log(`\n| ${size} MB | s | MB resident |\n| --- | ---: | ---: |`);
  const measureCommand = (args: readonly string[], count: number): Pick<Run, "seconds" | "megabytes"> => {
    const runs = Array.from({ length: count }, () => run([command, ...args, large]));
    const seconds = middle(runs.map((each) => each.seconds));
    const megabytes = middle(runs.map((each) => each.megabytes));
    console.log(`| ${args.join(" ")} | ${seconds.toFixed(2)} | ${Math.round(megabytes)} |`);
    return { seconds, megabytes };
  };
  const validate = measureCommand(["validate"], 1);
  measureCommand(["report", "--utc"], 1);
  const tail = measureCommand(["tail", "-n", "20"], rounds);
  return [
    { what: `validate of ${size} MB, MB resident`, actual: validate.megabytes, atMost: 250 },
    { what: `tail of ${size} MB, s`, actual: tail.seconds, atMost: 0.2 },
  ];
}

function middle(values: readonly number[]): number {
  return quartiles(values).median;
}
