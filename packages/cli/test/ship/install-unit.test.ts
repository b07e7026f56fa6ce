import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { unitText } from "../../src/ship/unit-text.js";
import { runCommand } from "../support/memory-context.js";

/** A systemctl that notes what it is asked, and ends with a code. */
function fakeSystemctl(folder: string, code: number): string {
  const path = join(folder, "systemctl");
  writeFileSync(
    path,
    `#!/bin/sh\necho "$@" >> ${join(folder, "calls")}\n[ ${code} = 0 ] || echo no bus >&2\nexit ${code}\n`,
  );
  chmodSync(path, 0o755);
  return path;
}

const install = (folder: string, systemctl: string, ...others: readonly string[]) => [
  "ship",
  "metrics.log",
  "--to",
  "nats://n1:4222,n2:4222",
  "--host",
  "build-7",
  "--install",
  "--unit",
  join(folder, "ship.service"),
  "--systemctl",
  systemctl,
  ...others,
];

describe("ship --install", () => {
  it("writes a unit with few rights, and starts it", async () => {
    const folder = temporaryFolder();
    const { exitCode, stdout } = await runCommand(install(folder, fakeSystemctl(folder, 0)), { cwd: folder });
    expect(exitCode).toBe(0);
    expect(stdout).toContain("written, enabled and started; credentials go into /etc/metric-events/ship.env");
    expect(readFileSync(join(folder, "calls"), "utf8")).toBe(
      "daemon-reload\nenable ship.service\nrestart ship.service\n",
    );
    const unit = readFileSync(join(folder, "ship.service"), "utf8");
    expect(unit).toContain(` ship ${join(folder, "metrics.log")} --to nats://n1:4222,n2:4222 --host build-7\n`);
    for (const line of ["DynamicUser=yes", "ProtectSystem=strict", "NoNewPrivileges=yes", "Restart=always"]) {
      expect(unit).toContain(`\n${line}\n`);
    }
    expect(statSync(join(folder, "ship.service")).mode & 0o777).toBe(0o644);
  });

  it("says what failed", async () => {
    const folder = temporaryFolder();
    const failed = await runCommand(install(folder, fakeSystemctl(folder, 1)), { cwd: folder });
    expect(failed).toMatchObject({ exitCode: 3, stderr: expect.stringContaining("daemon-reload failed: no bus") });
    const nowhere = await runCommand(install(join(folder, "none"), "/bin/true"), { cwd: folder });
    expect(nowhere).toMatchObject({ exitCode: 3, stderr: expect.stringContaining("cannot write") });
    const host = await runCommand(install(folder, "/bin/true", "--host", "a.b"), { cwd: folder });
    expect(host).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("--host: expected a name of letters") });
    const idle = await runCommand(["ship", "--to", "nats://n:4222", "--once", "--status"], { cwd: folder });
    expect(idle).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("--once has no effect with --status") });
  });
});

it("what stands in a unit is one argument, whatever it holds", () => {
  const unit = unitText({ command: ["/bin/node", 'a "b" $HOME 100% \\', "plain"], environmentFile: "/etc/x" });
  expect(unit).toContain('\nExecStart=/bin/node "a \\"b\\" $$HOME 100%% \\\\" plain\n');
});
