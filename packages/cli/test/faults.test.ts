import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "@metric-events/report";
import { installedLine, temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { type RunOptions, runCommand } from "./support/memory-context.js";
import { runRefusable } from "./support/run-refusable.js";

// What can be wrong with a log: each command says it in the same words, and counts everything else. Lines are the same here, so duplicates
// are kept.

const good = installedLine(1);
const [head, tail] = [good.slice(0, 30), good.slice(30)];

interface BadLine {
  readonly line: number;
  readonly column: number;
  readonly kind: string;
  readonly message: string;
}

interface Fault {
  readonly name: string;
  readonly bytes: string | Buffer;
  /** Valid lines in it. */
  readonly events: number;
  readonly bad: readonly BadLine[];
}

const faults: readonly Fault[] = [
  {
    name: "a torn last line",
    bytes: `${good}\n${head}`,
    events: 1,
    bad: [
      { line: 2, column: 31, kind: "torn", message: "torn: the line ends within a string; its writer was cut off" },
    ],
  },
  {
    name: "two events glued in one line",
    bytes: `${good}\n${good}${good}\n${good}\n`,
    events: 2,
    bad: [
      {
        line: 2,
        column: good.length + 1,
        kind: "glued",
        message: "glued: a second value begins here; a newline is missing",
      },
    ],
  },
  {
    name: "an event glued to one that was cut off",
    bytes: `${head}${good}\n${good}\n`,
    events: 1,
    bad: [
      {
        line: 1,
        column: 31,
        kind: "glued",
        message: "glued: an event begins here, within one that was cut off; a newline is missing",
      },
    ],
  },
  {
    name: "NUL bytes of a crashed disk",
    bytes: `${good}\n${"\0".repeat(4096)}${good}\n${good}\n`,
    events: 2,
    bad: [
      {
        line: 2,
        column: 1,
        kind: "nul",
        message: "4,096 NUL bytes; a crash of the machine or its disk leaves them",
      },
    ],
  },
  { name: "a byte order mark", bytes: `\ufeff${good}\n${good}\n`, events: 2, bad: [] },
  {
    name: "invalid UTF-8",
    bytes: Buffer.concat([Buffer.from(`${head}`), Buffer.from([0xff]), Buffer.from(`${tail}\n${good}\n`)]),
    events: 1,
    bad: [{ line: 1, column: 31, kind: "not-utf8", message: "not UTF-8: the byte 0xff is not part of a character" }],
  },
  { name: "CRLF", bytes: `${good}\r\n${good}\r\n`, events: 2, bad: [] },
  {
    name: "a line of 100 MB",
    bytes: Buffer.concat([
      Buffer.from(`${good}\n${head}`),
      Buffer.alloc(100e6, "x"),
      Buffer.from(`${tail}\n${good}\n`),
    ]),
    events: 2,
    bad: [
      {
        line: 2,
        column: 1,
        kind: "too-long",
        message: "too long: 100 MB, skipped; a line has at most 16.8 MB",
      },
    ],
  },
  {
    name: "a bare Infinity",
    bytes: `${good}\n${good.replace(/:1\}$/, ":Infinity}")}\nInfinity\n`,
    events: 1,
    bad: [
      {
        line: 2,
        column: good.length - 1,
        kind: "not-finite",
        message: "Infinity is not JSON: expected a finite number",
      },
      { line: 3, column: 1, kind: "not-finite", message: "Infinity is not JSON: expected a finite number" },
    ],
  },
  {
    name: "duplicate keys",
    bytes: `${good.replace("{", '{"flavor":"large",')}\n${good}\n`,
    events: 1,
    bad: [
      {
        line: 1,
        column: good.indexOf('"flavor"') + 1 + '"flavor":"large",'.length,
        kind: "duplicate-key",
        message: 'duplicate name "flavor": readers disagree on which value counts',
      },
    ],
  },
  { name: "an empty file", bytes: "", events: 0, bad: [] },
];

it.each(faults)("$name: all commands say the same, and count everything else", async ({ bytes, events, bad }) => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "a.log"), bytes);
  const lines = bad.map(({ line, column, message }) => `a.log:${line}:${column}: ${message}\n`);

  const validate = await runCommand(["validate", "a.log"], { cwd });
  expect(withoutEvent(validate.stdout).startsWith(lines.join(""))).toBe(true);
  expect(validate.stdout).toContain(events === 0 ? "no events" : `${events + bad.length} line`);
  expect(validate.exitCode).toBe(bad.length === 0 ? 0 : 1);

  const { report, text } = await reports(["a.log"], { cwd });
  expect(report.input).toMatchObject({ events, bad: bad.length });
  const [finding] = report.findings;
  expect(finding?.kind === "bad-lines" ? finding.count : 0).toBe(bad.length);
  for (const line of lines) expect(withoutEvent(text)).toContain(`    ${line}`);

  const counts = `${events} ${events === 1 ? "event" : "events"} written to archive${
    bad.length === 0
      ? ""
      : `, and ${bad.length} bad ${bad.length === 1 ? "line" : "lines"} to invalid_lines.parquet in it`
  }\n`;
  expect(await runCommand(["export", "--keep-duplicates", "--parquet", "archive", "a.log"], { cwd })).toEqual({
    stdout: counts,
    stderr: "",
    exitCode: 0,
  });
  for (const source of ["a.log", "archive"]) {
    // Nothing was exported of an empty log, and so there is no archive.
    if (source === "archive" && events + bad.length === 0) continue;
    expect(await query("select count(*)::integer as events from events", [source], { cwd })).toEqual([{ events }]);
    expect(
      await query(`select line, "column", kind, message from invalid_lines order by line`, [source], { cwd }),
    ).toEqual(bad);
  }
});

it("the faults are all there, with bad lines and without", () => {
  expect(faults.filter(({ bad }) => bad.length > 0).length).toBeGreaterThan(5);
  expect(faults.filter(({ bad }) => bad.length === 0).length).toBeGreaterThan(2);
});

describe("what cannot be read, or not to its end", () => {
  it("a gzip file that is cut in the middle", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "a.log"), numbered(50_000));
    execFileSync("gzip", ["a.log"], { cwd });
    truncateSync(join(cwd, "a.log.gz"), Math.floor(readFileSync(join(cwd, "a.log.gz")).length / 2));
    writeFileSync(join(cwd, "b.log"), `${good}\n`);
    const message = "the gzip data ends too early";
    const { report } = await reports(["a.log.gz", "b.log"], { cwd }, 3);
    const events = report.input.events;
    expect(events).toBeGreaterThan(10_000);
    expect(report.findings).toMatchObject([
      {
        kind: "unread",
        message: `a.log.gz:${events}: ${message}`,
        source: { code: "cut-short", lastLine: events - 1 },
      },
    ]);
    const { stdout: lastLines, ...rest } = await runCommand(["tail", "--json", "-n", "2", "a.log.gz"], { cwd });
    const number = events - 1;
    expect(lastLines).toBe(`${installedLine(1 + ((number - 2) % 97))}\n${installedLine(1 + ((number - 1) % 97))}\n`);
    expect(rest).toEqual({ stderr: `metric-events: cannot read a.log.gz: ${message}\n`, exitCode: 3 });
    const { stderr, exitCode, rows } = await queried(["a.log.gz", "b.log"], { cwd });
    expect({ stderr, exitCode, rows }).toEqual({
      stderr: `metric-events: a.log.gz: ${message}; what was read before is in the answer\n`,
      exitCode: 3,
      rows: [{ events }],
    });
    expect(
      await runCommand(["export", "--keep-duplicates", "--parquet", "archive", "a.log.gz", "b.log"], { cwd }),
    ).toEqual({
      stdout: "",
      stderr: `metric-events: nothing was exported, because a log cannot be read to the end; repair it or leave it out:\n  a.log.gz: ${message}\n`,
      exitCode: 3,
    });
    expect(readdirSync(join(cwd, "archive"))).toEqual([]);
  });

  it("without the right to read it, a folder, and one that is not there", () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "closed.log"), `${good}\n`, { mode: 0o000 });
    mkdirSync(join(cwd, "folder"));
    writeFileSync(join(cwd, "open.log"), `${good}\n`);
    const paths = ["closed.log", "open.log", "folder", "gone.log"];
    const stderr = [
      "metric-events: cannot read closed.log: permission denied\n",
      "metric-events: cannot read folder: this is a directory; name the logs in it\n",
      "metric-events: cannot read gone.log: no such file or directory\n",
    ].join("");
    const commands = [
      ["report", "--utc", ...paths],
      ["query", "select count(*) as events from events", ...paths],
      ["export", "--parquet", "archive", ...paths],
    ];
    const results = commands.map((args) => runRefusable(args, { cwd }));
    const [report, asked, exported] = results;
    for (const result of [report, asked]) expect(result).toMatchObject({ stderr, exitCode: 3 });
    expect(report?.stdout).toMatch(/^1 event from .* in 4 files\n/);
    expect(report?.stdout).toContain(
      "!! closed.log: permission denied\n!! folder: this is a directory; name the logs in it\n!! gone.log: no such file or directory\n",
    );
    expect(asked?.stdout).toBe("events\n     1\n");
    expect(exported).toEqual({
      stdout: "",
      stderr:
        "metric-events: nothing was exported, because 3 logs cannot be read to the end; repair them or leave them out:\n" +
        "  closed.log: permission denied\n  folder: this is a directory; name the logs in it\n  gone.log: no such file or directory\n",
      exitCode: 3,
    });
  });
});

const changes = [
  {
    name: "truncated",
    change: (path: string) => truncateSync(path, 0),
    message: /a\.log:?\d*: became shorter while it was read: from \d+ bytes to \d+ or less/,
  },
  {
    name: "rotated",
    change: (path: string) => {
      renameSync(path, `${path}.1`);
      writeFileSync(path, `${good}\n`);
    },
    message: undefined,
  },
  { name: "appended to", change: (path: string) => appendFileSync(path, numbered(1000)), message: undefined },
] as const;

describe.each(changes)("a log that is $name while it is read", ({ change, message }) => {
  const lines = 60_000;
  const commands: readonly (readonly string[])[] = [
    ["report", "--keep-duplicates", "--utc", "a.log"],
    ["query", "select count(*) as events from events", "--keep-duplicates", "a.log"],
    ["export", "--keep-duplicates", "--parquet", "archive", "a.log"],
  ];

  it.each(commands.map((args) => [args[0] ?? "", args] as const))("%s", async (name, args) => {
    const cwd = temporaryFolder();
    const path = join(cwd, "a.log");
    writeFileSync(path, numbered(lines));
    let asked = 0;
    // Each command asks once what is in the future; progress asks for the time before the first batch, and after each.
    const afterFirstBatch = 3;
    const now = (): number => {
      if (++asked === afterFirstBatch) change(path);
      return 1_795_428_900_000;
    };
    const { stdout, stderr, exitCode } = await runCommand(args, { cwd, now, isTerminal: true, env: { NO_COLOR: "1" } });
    expect(asked).toBeGreaterThanOrEqual(afterFirstBatch);
    const [count = ""] = /\d[\d,]+/.exec(stdout) ?? [];
    const counted = Number(count.replaceAll(",", ""));
    if (message === undefined) {
      expect({ counted, stderr, exitCode }).toEqual({ counted: lines, stderr: "", exitCode: 0 });
      return;
    }
    if (name === "export") expect(stdout).not.toContain("written");
    else expect(counted).toBeGreaterThan(1000);
    expect(counted).toBeLessThan(lines);
    expect(name === "report" ? stdout.replaceAll(/\n {2}/g, " ") : stderr).toMatch(message);
    expect(exitCode).toBe(3);
  });
});

/** Without the name of the event in front of what is wrong with it, which some faults leave readable. */
function withoutEvent(text: string): string {
  return text.replaceAll(": runner_installed: ", ": ");
}

function numbered(count: number): string {
  return Array.from({ length: count }, (_, index) => `${installedLine(1 + (index % 97))}\n`).join("");
}

async function reports(
  paths: readonly string[],
  options: RunOptions,
  exitCode = 0,
): Promise<{ report: Report; text: string }> {
  const json = await runCommand(["report", "--utc", "--keep-duplicates", "--format", "json", ...paths], options);
  const text = await runCommand(["report", "--utc", "--keep-duplicates", ...paths], options);
  expect([json.stderr, json.exitCode, text.stderr, text.exitCode]).toEqual(["", exitCode, "", exitCode]);
  return { report: JSON.parse(json.stdout), text: text.stdout };
}

async function query(sql: string, paths: readonly string[], options: RunOptions): Promise<unknown> {
  // An exported folder has the lines that it was written with, and refuses the flag.
  const flags = paths.includes("archive") ? [] : ["--keep-duplicates"];
  const { stdout, stderr, exitCode } = await runCommand(
    ["query", sql, ...flags, "--format", "json", ...paths],
    options,
  );
  expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
  return JSON.parse(stdout);
}

async function queried(
  paths: readonly string[],
  options: RunOptions,
): Promise<{ stderr: string; exitCode: number; rows: unknown }> {
  const sql = "select count(*) as events from events";
  // An exported folder has the lines that it was written with, and refuses the flag.
  const flags = paths.includes("archive") ? [] : ["--keep-duplicates"];
  const { stdout, stderr, exitCode } = await runCommand(
    ["query", sql, ...flags, "--format", "json", ...paths],
    options,
  );
  return { stderr, exitCode, rows: JSON.parse(stdout) };
}
