import { writeFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { installedLine, temporaryFolder } from "@metric-events/test-support";
import { afterEach, beforeEach, expect, it } from "vitest";
import { runCommand } from "../support/memory-context.js";

let server: http.Server;
let statuses: number[] = [];
let to = "";
beforeEach(async () => {
  statuses = [];
  server = http.createServer((request, response) => {
    request.resume();
    request.on("end", () => {
      const status = statuses.shift() ?? 200;
      response.writeHead(status).end(status === 200 ? "" : "no \u001B[31mroom");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  to = `otlp+http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

it("says how many lines a collector has, and goes on there", async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "metrics.log"), `${installedLine(1)}\n{\n`);
  const ship = [
    "ship",
    "metrics.log",
    "--to",
    to,
    "--once",
    "--host",
    "build-7.example.com",
    "--status-file",
    "status.json",
  ];
  const first = await runCommand(ship, { cwd, env: { METRICS_SHIP_STATE: "state" } });
  expect(first).toEqual({ exitCode: 0, stdout: "2 lines (1 bad line among them) shipped in 1 block\n", stderr: "" });
  const second = await runCommand(ship, { cwd, env: { METRICS_SHIP_STATE: "state" } });
  expect(second.stdout).toBe("0 lines shipped in 0 blocks\n");
});

it("lines that the collector refuses are told, and make the exit code 1", async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "metrics.log"), `${installedLine(1)}\n`);
  statuses = [400];
  const ship = ["ship", "metrics.log", "--to", to, "--once", "--host", "build-7"];
  const { exitCode, stdout, stderr } = await runCommand(ship, { cwd, env: { METRICS_SHIP_STATE: "state" } });
  expect([exitCode, stdout]).toEqual([1, "1 line shipped in 1 block, 1 line refused\n"]);
  expect(stderr).toMatch(
    /refused 1 record of metrics.log \(file 1, line 1\): status 400: no \S+31mroom; not sent again\n$/,
  );
  expect(stderr).not.toContain("\u001B");
});

it("credentials that are refused end it with exit code 3", async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "metrics.log"), `${installedLine(1)}\n`);
  statuses = [401];
  const env = { METRICS_SHIP_STATE: "state", OTEL_EXPORTER_OTLP_HEADERS: "authorization=hunter2" };
  const { exitCode, stderr } = await runCommand(["ship", "metrics.log", "--to", to, "--once", "--host", "b"], {
    cwd,
    env,
  });
  expect(exitCode).toBe(3);
  expect(stderr).toContain("check the credentials in OTEL_EXPORTER_OTLP_HEADERS");
  expect(stderr).not.toContain("hunter2");
});
