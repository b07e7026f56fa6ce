import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installedLine, temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { runCommand } from "../support/memory-context.js";

async function shell(typed: readonly (string | undefined)[], folder = temporaryFolder()) {
  writeFileSync(join(folder, "metrics.log"), `${installedLine(1)}\n${installedLine(2)}\n`);
  const env = { METRICS_LOG_PATH: join(folder, "metrics.log"), XDG_STATE_HOME: join(folder, "state") };
  return { folder, ...(await runCommand(["query"], { cwd: folder, env, typed, isTerminal: true })) };
}

it("answers statements of one or several lines, until Ctrl-D", async () => {
  const { stdout, stderr, exitCode } = await shell([
    "select count(*) as n from runner_installed;",
    "select duration",
    "from runner_installed order by 1",
    "",
  ]);
  expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
  expect(stdout).toBe(`Queries in SQL; .help says more.
sql> select count(*) as n from runner_installed;
n
2
sql> select duration
...> from runner_installed order by 1
...> 
duration
       1
       2
`);
});

it("goes on after a mistake, and Ctrl-C drops what was typed", async () => {
  const { stdout, stderr, exitCode } = await shell([
    "select x from nowhere;",
    "select 1",
    undefined,
    "select 5 as five;",
    ".nonsense",
    ".exit",
    "select 6;",
  ]);
  expect(exitCode).toBe(0);
  expect(stderr).toContain("query: ");
  expect(stderr).toContain("nowhere");
  expect(stdout).toContain("five\n   5\n");
  expect(stdout).toContain("expected .help, .views, .queries, .exit, received .nonsense");
  expect(stdout).not.toContain("select 6");
});

it("runs saved queries by name, lists views and queries, and keeps its history for the user alone", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "queries"));
  writeFileSync(join(folder, "queries", "longest.sql"), "select max(duration) as longest from runner_installed\n");
  const { stdout } = await shell([".queries", "longest", "longest;", ".views"], folder);
  expect(stdout.match(/longest\n {6}2\n/g)).toHaveLength(2);
  expect(stdout).toContain("invalid_lines: ");
  const history = join(folder, "state", "metric-events", "query-history");
  expect(readFileSync(history, "utf8")).toBe(".queries\nlongest\nlongest;\n.views\n");
  expect(statSync(history).mode & 0o777).toBe(0o600);
});
