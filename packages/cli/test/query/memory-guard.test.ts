import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bound, requireInCi, temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";

const dist = new URL("../../dist/", import.meta.url);

/** Runs the command with a limit that Node alone exceeds. Its standard input stays open, so it does not end by itself. */
async function runBeyondLimit(args: readonly string[], cwd: string, temporary: string) {
  const script = join(temporaryFolder(), "run.mjs");
  const [program, context] = ["program.js", "process-context.js"].map((file) => JSON.stringify(new URL(file, dist)));
  writeFileSync(
    script,
    `import { run } from ${program};
    import { processContext } from ${context};
    process.exit(await run(process.argv.slice(2), { ...processContext(), maxResidentBytes: 1_000_000 }));`,
  );
  const child = spawn(...bound(process.execPath, [script, ...args]), {
    cwd,
    env: { ...process.env, TMPDIR: temporary },
    stdio: ["pipe", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  await once(child, "close");
  return { signal: child.signalCode, stderr };
}

const hasResidentSize = requireInCi(process.memoryUsage.rss() > 0, "the resident size of a process is not known here");

it.skipIf(!hasResidentSize)(
  "an export that needs too much memory is ended, and leaves nothing of an archive",
  async () => {
    const [cwd, temporary] = [temporaryFolder(), temporaryFolder()];
    mkdirSync(join(cwd, "archive"));
    expect(await runBeyondLimit(["export", "--parquet", "archive", "-"], cwd, temporary)).toEqual({
      signal: "SIGKILL",
      stderr:
        "metric-events: export: this needs more than 0.001 GB of memory, so it was ended; export fewer logs at once\n",
    });
    expect([readdirSync(temporary), readdirSync(join(cwd, "archive"))]).toEqual([[], []]);
  },
);

it.skipIf(!hasResidentSize)("a query that needs too much memory is ended, and leaves no files", async () => {
  const temporary = temporaryFolder();
  const ended = await runBeyondLimit(["query", "select * from events", "-"], temporaryFolder(), temporary);
  expect(ended).toEqual({
    signal: "SIGKILL",
    stderr:
      "metric-events: query: this needs more than 0.001 GB of memory, so it was ended; select fewer rows or shorter values\n",
  });
  expect(readdirSync(temporary)).toEqual([]);
});
