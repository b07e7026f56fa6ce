import { appendFileSync, existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder, until } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { runCommand } from "../support/memory-context.js";

const line = (timestamp: number): string =>
  `{"timestamp":${timestamp},"event":"runner_installed","flavor":"small","duration":40}\n`;

it("metrics --follow adds what is written, through rotation, and the file is for everyone to read", async () => {
  const cwd = temporaryFolder();
  const log = join(cwd, "metrics.log");
  const textfile = join(cwd, "m.prom");
  writeFileSync(log, line(1_795_428_000));
  const controller = new AbortController();
  const env = { METRICS_LOG_PATH: log };
  const args = ["metrics", "--textfile", "m.prom", "--follow", "--every", "1s"];
  const running = runCommand(args, { cwd, env, signal: controller.signal });
  const counted = (): number =>
    existsSync(textfile) ? Number(/^runner_installed_total (\d+)$/m.exec(readFileSync(textfile, "utf8"))?.[1] ?? 0) : 0;
  await until("the first event is counted", () => counted() === 1);
  expect(statSync(textfile).mode & 0o777).toBe(0o644);
  appendFileSync(log, line(1_795_428_001));
  await until("the second event is counted", () => counted() === 2);
  appendFileSync(log, line(1_795_428_002));
  renameSync(log, `${log}.1`);
  writeFileSync(log, line(1_795_428_003));
  await until("the events around a rotation are counted", () => counted() === 4);
  controller.abort("SIGTERM");
  expect(await running).toEqual({ exitCode: 143, stdout: "", stderr: "" });
  // What was counted stays counted.
  expect((await runCommand(["metrics", "--textfile", "m.prom"], { cwd, env })).exitCode).toBe(0);
  expect(counted()).toBe(4);
});
