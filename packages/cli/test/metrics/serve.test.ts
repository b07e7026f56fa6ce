import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder, until } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { run } from "../../src/index.js";
import { Collector, contextOf, runCommand } from "../support/memory-context.js";

const line = (timestamp: number): string =>
  `{"timestamp":${timestamp},"event":"runner_installed","flavor":"small","duration":40}\n`;

it("metrics --serve answers each scrape with what is in the log by then", async () => {
  const cwd = temporaryFolder();
  const log = join(cwd, "metrics.log");
  writeFileSync(log, line(1_795_428_000));
  const controller = new AbortController();
  const stderr = new Collector();
  const options = { cwd, env: { METRICS_LOG_PATH: log }, signal: controller.signal };
  const running = run(
    ["metrics", "--serve", "127.0.0.1:0", "--state", "state.json"],
    contextOf(new Collector(), stderr, options),
  );
  await until("the server listens", () => stderr.text.includes("/metrics"));
  const [url = ""] = /http:\S+/.exec(stderr.text) ?? [];
  const first = await fetch(url);
  expect(first.headers.get("content-type")).toContain("text/plain; version=0.0.4");
  expect(await first.text()).toMatch(/^runner_installed_total 1$/m);
  appendFileSync(log, line(1_795_428_001));
  const both = await Promise.all([fetch(url), fetch(url)]);
  for (const response of both) expect(await response.text()).toMatch(/^runner_installed_total 2$/m);
  expect((await fetch(url.replace("/metrics", "/"))).status).toBe(404);
  expect((await fetch(url, { method: "POST" })).status).toBe(405);
  expect(await (await fetch(url, { method: "HEAD" })).text()).toBe("");

  const port = new URL(url).port;
  const taken = await runCommand(["metrics", "--serve", `127.0.0.1:${port}`], options);
  expect(taken.exitCode).toBe(3);
  expect(taken.stderr).toContain("another program listens there");
  controller.abort("SIGINT");
  expect(await running).toBe(130);
});
