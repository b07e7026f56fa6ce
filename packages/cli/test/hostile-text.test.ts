import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { temporaryFolder } from "@metric-events/test-support";
import { Command } from "commander";
import { beforeEach, describe, expect, it } from "vitest";
import { commands } from "../src/commands/index.js";
import { runnerWords } from "../src/help/example-words.js";
import {
  type Destination,
  destinations,
  expectHarmless,
  hostile,
  hostileName,
  hostileUnit,
} from "./support/hostile-text.js";
import { writeHostileWorld } from "./support/hostile-world.js";
import { contextOf, runCommand } from "./support/memory-context.js";

interface Row {
  readonly destination: Destination;
  readonly runs: readonly (readonly string[])[];
  /** Whether it says what it is given as it is, and its documentation says so. */
  readonly isRaw?: true;
  /** Whether it shows no text from outside. */
  readonly isSilent?: true;
}

const valid = ["--schemas", "schemas"];
const findings = (...runs: (readonly string[])[]): Record<string, Row> =>
  Object.fromEntries(
    (["text", "json", "github", "sarif", "markdown"] as const).map((format): [string, Row] => [
      format,
      {
        destination: format === "github" ? "text" : format === "sarif" ? "json" : format,
        runs: runs.map((run) => [...run, "--format", format]),
      },
    ]),
  );
const under = (command: string, rows: Record<string, Row>): Record<string, Row> =>
  Object.fromEntries(Object.entries(rows).map(([format, row]) => [`${command} ${format}`, row]));
const answers = (formats: Readonly<Record<string, Destination>>, ...runs: (readonly string[])[]): Record<string, Row> =>
  Object.fromEntries(
    Object.entries(formats).map(([format, destination]) => [
      format,
      { destination, runs: runs.map((run) => [...run, "--format", format]) },
    ]),
  );

const sql = ["query", "select * exclude (timestamp) from probe", "metrics.log", hostileName, ...valid];

/** What is run of each command in each of its formats. */
const rows: Readonly<Record<string, Row>> = {
  emit: {
    destination: "text",
    runs: [
      ["emit", "--help", ...valid],
      ["emit", "probe", "--help", ...valid],
      ["emit", "probe", "--way", hostile, "--json", `{"${"octocat"}":1}`, "--path", "own.log", ...valid],
      ["emit", "-", "--path", "own.log", ...valid],
    ],
  },
  ...under("validate", findings(["validate", "metrics.log", hostileName, `${hostileName}2`, ...valid])),
  tail: {
    destination: "text",
    runs: [
      ["tail", "metrics.log", ...valid],
      ["tail", hostileName, ...valid],
    ],
  },
  "tail --json": { destination: "jsonLines", runs: [["tail", "metrics.log", "--json", "-n", "20", ...valid]] },
  ...under(
    "report",
    answers(
      { text: "text", markdown: "markdown", json: "json", html: "html" },
      ["report", "metrics.log", hostileName, "--utc", ...valid],
      ["report", "metrics.log", "--by", "job", "--utc", ...valid],
    ),
  ),
  "report --prices": {
    destination: "text",
    runs: [
      ["report", "metrics.log", "--prices", "prices.json", ...valid],
      ["report", "metrics.log", "--prices", hostileName, ...valid],
    ],
  },
  ...under("alert", findings(["alert", "metrics.log", hostileName, "--utc", "--since", "2020-01-01", ...valid])),
  ...under("query", answers({ table: "text", json: "json", csv: "csv", markdown: "markdown" }, sql)),
  "query --raw": { destination: "text", isRaw: true, runs: [[...sql, "--format", "csv", "--raw"]] },
  query: {
    destination: "text",
    runs: [
      ["query", ...valid],
      ["query", `explain select '${hostile}' from probe`, "metrics.log", ...valid],
    ],
  },
  export: {
    destination: "text",
    runs: [
      ["export", "metrics.log", "--parquet", hostileName + hostileUnit.slice(0, 3), ...valid],
      ["export", "metrics.log", hostileName, "--append", "--parquet", `new${hostileName}`, ...valid],
      ["query", "from probe", `lake${hostileName}`, ...valid],
    ],
  },
  compact: {
    destination: "text",
    runs: [
      ["compact", `lake${hostileName}`],
      ["compact", `torn${hostileName}`],
      ["compact", hostileName],
    ],
  },
  rules: {
    destination: "text",
    runs: [
      ["rules", "--for", "prometheus", ...valid],
      ["rules", "--for", "prometheus", "--rules", hostileName, ...valid],
      ["rules", "--for", "prometheus", "--rules", "rules.json", ...valid],
      ["rules", "--for", "prometheus", "--out", `nowhere/${hostileName}`, ...valid],
    ],
  },
  dashboard: {
    destination: "json",
    runs: [
      ["dashboard", "--for", "prometheus", ...valid],
      ["dashboard", "--for", "loki", "--log", hostile, "--title", hostile, ...valid],
    ],
  },
  lnav: { destination: "json", runs: [["lnav", ...valid]] },
  metrics: {
    destination: "text",
    runs: [
      ["metrics", "metrics.log", hostileName, "--textfile", `new${hostileName}.prom`, ...valid],
      ["metrics", "metrics.log", "--textfile", hostileName, ...valid],
      ["metrics", "metrics.log", "--textfile", "a.prom", "--state", hostileName, ...valid],
      ["metrics", "metrics.log", "--serve", hostile, ...valid],
      ["metrics", "metrics.log", "--backfill", `nowhere/${hostileName}`, ...valid],
    ],
  },
  ship: {
    destination: "text",
    runs: [
      ["ship", "metrics.log", "--to", `${hostile}://host`, ...valid],
      ["ship", "metrics.log", "--to", `nats://${hostile}`, ...valid],
      ["ship", "metrics.log", "--to", "nats://localhost:1", "--host", hostile, ...valid],
    ],
  },
  collect: {
    destination: "text",
    runs: [
      ["collect", "--from", `${hostile}://host`, "--into", hostileName, ...valid],
      ["collect", "--from", `nats://${hostile}`, "--into", hostileName, ...valid],
      ["collect", "--from", hostileName, "--into", hostile, ...valid],
      ["collect", "--from", "metrics.log", "--into", `postgres://db/x?${hostile}`, "--host", "h", ...valid],
      ["collect", "--from", "metrics.log", "--into", "postgres:///x", "--host", hostile, ...valid],
    ],
  },
  events: { destination: "text", runs: [["events", ...valid]] },
  "events --json": { destination: "json", runs: [["events", "--json", ...valid]] },
  "events show": { destination: "text", runs: [["events", "show", "probe", ...valid]] },
  "events show --json": { destination: "json", runs: [["events", "show", "probe", "--json", ...valid]] },
  "logrotate print": { destination: "text", runs: [["logrotate", "print", "--path", `/tmp/octocat ${hostileUnit}`]] },
  "logrotate install": {
    destination: "text",
    runs: [["logrotate", "install", "--path", `/tmp/${hostileName}`, "--config", `/nowhere/${hostileName}`]],
  },
  ...under(
    "logrotate check",
    findings(["logrotate", "check", "--path", "metrics.log", "--config", `${hostileName}.conf`]),
  ),
  ...under("lint", findings(["lint", "bad"], ["lint", `bad/events/${hostileName}`])),
  ...under(
    "check",
    findings(
      ["check", "--against", "old", "--against-log", "metrics.log", ...valid],
      ["check", "--against", "bad", ...valid],
    ),
  ),
  ...under(
    "diff",
    answers({ text: "text", json: "json", markdown: "markdown" }, ["diff", "--against", "old", ...valid]),
  ),
  ...under(
    "pack",
    findings(
      ["pack", "--dry-run", "--against", "old", "--schemas", "packed/schemas"],
      ["pack", "--dry-run", "--against", "old", ...valid],
    ),
  ),
  ...under("generate", findings(["generate", "--out", "out", "--schemas", "bad"])),
  generate: {
    destination: "text",
    runs: [["generate", "--out", hostileName + "2", "--reference", "events.md", ...valid]],
  },
  ...under(
    "docs",
    answers(
      { both: "text", markdown: "text", html: "text" },
      ["docs", "--out", hostileName + "4", "--against", "old", ...valid],
      ["docs", "--out", "docs", "--against", hostileName + "5", ...valid],
    ),
  ),
  ...under(
    "infer",
    answers({ text: "text", json: "json" }, ["infer", "metrics.log", hostileName, "--out", "proposed"]),
  ),
  new: {
    destination: "text",
    runs: [
      ["new", "probe_begun", hostile, "--field", `kind:string ${hostile}`, ...valid],
      ["new", hostile, "--field", hostile, ...valid],
    ],
  },
  init: {
    destination: "text",
    runs: [
      ["init", "--yes", "--out", `a${hostileName}`, "--log", hostileName],
      ["init", "--yes", "--out", `b${hostileName}`],
    ],
  },
  "completion bash": { destination: "text", runs: [["completion", "bash", ...valid]] },
  "completion zsh": { destination: "text", runs: [["completion", "zsh", ...valid]] },
  "completion fish": { destination: "text", runs: [["completion", "fish", ...valid]] },
};

/** The commands with each of their formats, as they are declared. */
async function declared(): Promise<string[]> {
  const context = contextOf(new PassThrough(), new PassThrough(), { cwd: "/" });
  const root = new Command().enablePositionalOptions();
  for (const [name, { load }] of Object.entries(commands)) {
    (await load()).declare(root.command(name), { context, exit: () => {}, commands, words: runnerWords });
  }
  return root.commands.flatMap((command) => variants(command, ""));
}

function variants(command: Command, parent: string): string[] {
  const name = `${parent}${command.name()}`;
  const children = command.commands.flatMap((child) => variants(child, `${name} `));
  const formats = command.options.flatMap(({ long, argChoices }) =>
    long === "--format" ? (argChoices ?? []) : long === "--json" || long === "--raw" ? [long] : [],
  );
  const words = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
  const own = [...formats, ...words].map((format) => `${name} ${format}`);
  const isPlain = own.every((each) => each.includes("--")) && (children.length === 0 || name === "events");
  return [...(isPlain ? [name] : []), ...own, ...children];
}

let cwd = "";

beforeEach(() => {
  cwd = temporaryFolder();
  writeHostileWorld(cwd);
});

async function outputsOf(args: readonly string[], folder = "."): Promise<{ stdout: string; stderr: string }> {
  const { stdout, stderr } = await runCommand(args, {
    cwd: join(cwd, folder),
    env: { METRICS_LOG_PATH: join(cwd, hostileName) },
    stdin: readFileSync(join(cwd, "metrics.log")),
    columns: 1_000_000,
  });
  expect(stderr).not.toContain("this is a bug");
  return { stdout, stderr };
}

it("the table has a row for every command and format", async () => {
  const known = Object.keys(rows);
  expect((await declared()).filter((each) => !known.includes(each))).toEqual([]);
  expect(known.length).toBeGreaterThan(40);
});

describe.each(Object.entries(rows))("%s", (_name, { destination, runs, isRaw }) => {
  it("shows text from outside, and none of it acts", async () => {
    let shown = "";
    for (const args of runs) {
      const { stdout, stderr } = await outputsOf(args);
      const what = JSON.stringify(args);
      if (isRaw !== true) expectHarmless(stdout, what);
      expectHarmless(stderr, what);
      if (stdout !== "") destinations[destination](stdout);
      shown += stdout + stderr;
    }
    expect(shown).toContain("octocat");
  });
});

it("what generate writes has nothing that acts either", async () => {
  await outputsOf(["generate", "--out", "out", "--reference", "events.md", ...valid]);
  const modules = readdirSync(join(cwd, "out"));
  expect(modules.length).toBeGreaterThan(4);
  for (const name of modules) expectHarmless(readFileSync(join(cwd, "out", name), "utf8"), name);
  const reference = readFileSync(join(cwd, "events.md"), "utf8");
  expectHarmless(reference, "reference");
  destinations.markdown(reference);
});

it("what docs writes has nothing that acts either", async () => {
  await outputsOf(["docs", "--out", "docs", "--module", hostile, "--against", "old", ...valid]);
  const pages = readdirSync(join(cwd, "docs"), { recursive: true, withFileTypes: true }).filter((each) =>
    each.isFile(),
  );
  expect(pages.length).toBeGreaterThan(8);
  let shown = "";
  for (const page of pages) {
    const content = readFileSync(join(page.parentPath, page.name), "utf8");
    expectHarmless(content, page.name);
    if (page.name.endsWith(".md")) destinations.markdown(content);
    // The script of the search is ours.
    if (page.name.endsWith(".html"))
      destinations.html(content.replace(/<script src="search\.js" defer><\/script>/, ""));
    shown += content;
  }
  expect(shown).toContain("octocat");
});

/** Ways to call any command wrongly. */
const mistakes: Readonly<
  Record<string, (name: string) => { readonly args: readonly string[]; readonly folder?: string }>
> = {
  "an unknown option": (name) => ({ args: [...name.split(" "), `--${hostile}`] }),
  "an unknown format": (name) => ({ args: [...name.split(" "), "--format", hostile] }),
  "an argument too many": (name) => ({ args: [...name.split(" "), hostile, hostile, hostile] }),
  "files that are not there": (name) => ({ args: [...name.split(" "), `${hostileName}3`] }),
  "unusable schemas": (name) => ({ args: ["--schemas", "bad", ...name.split(" ")] }),
  "no schemas": (name) => ({ args: ["--schemas", `${hostileName}3`, ...name.split(" ")] }),
  "a config with unknown keys": (name) => ({ args: name.split(" "), folder: "unknown-key" }),
  "a config that is not JSON": (name) => ({ args: name.split(" "), folder: "not-json" }),
  "a config that is no object": (name) => ({ args: name.split(" "), folder: "no-object" }),
  "a config that names what is not there": (name) => ({ args: name.split(" "), folder: "no-folder" }),
};
const names = [
  ...new Set(Object.keys(commands)),
  "events show",
  "events show probe",
  "logrotate check",
  "emit probe",
  `emit ${hostileUnit}`,
  `query select`,
  "check --against",
  hostileUnit,
];

describe.each(Object.entries(mistakes))("an error about %s", (_, mistake) => {
  it.each(names)("does not act in %s", async (name) => {
    const { args, folder } = mistake(name);
    const { stdout, stderr } = await outputsOf(args, folder);
    expectHarmless(stdout, "standard output");
    expectHarmless(stderr, "standard error");
  });
});
