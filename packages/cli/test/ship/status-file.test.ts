import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installedLine, temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { runCommand } from "../support/memory-context.js";

/** Nothing answers there. */
const to = "otlp+http://127.0.0.1:9/v1/logs";

function folderWithLog(): string {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, "logs"));
  writeFileSync(join(cwd, "logs", "m.log"), `${installedLine(1)}\n`);
  writeFileSync(join(cwd, "logs", "m.log.1"), `${installedLine(2)}\n`);
  writeFileSync(join(cwd, "logs", "m.log.2"), "");
  writeFileSync(join(cwd, "notes.txt"), "mine\n");
  symlinkSync("logs", join(cwd, "other"));
  symlinkSync("logs/m.log", join(cwd, "link"));
  linkSync(join(cwd, "logs", "m.log"), join(cwd, "hard"));
  return cwd;
}

const refused: Readonly<Record<string, string>> = {
  "logs/m.log": "logs/m.log is the log to read; name another file",
  "other/m.log": "other/m.log is a file of the log logs/m.log; name another file",
  link: "link is a file of the log logs/m.log; name another file",
  hard: "hard is a file of the log logs/m.log; name another file",
  "logs/m.log.1": "logs/m.log.1 is a file of the log logs/m.log; name another file",
  "logs/m.log.2": "logs/m.log.2 is a file of the log logs/m.log; name another file",
  "other/m.log.3.gz": "other/m.log.3.gz is a file of the log logs/m.log; name another file",
  "notes.txt": "notes.txt holds something else than the status of metric-events; name another file, or delete it",
};

for (const command of [
  ["ship", "logs/m.log", "--to", to],
  ["collect", "--from", "logs/m.log", "--into", "postgres://127.0.0.1:9/fleet?user=nobody"],
]) {
  for (const [name, reason] of Object.entries(refused)) {
    it(`${command[0]} --status-file ${name} is refused before anything is written`, async () => {
      const cwd = folderWithLog();
      const before = readdirSync(join(cwd, "logs"));
      const result = await runCommand([...command, "--once", "--host", "h", "--status-file", name], { cwd });
      expect(result).toMatchObject({ exitCode: 2, stderr: `metric-events: --status-file: ${reason}\n` });
      expect(readdirSync(join(cwd, "logs"))).toEqual(before);
      expect(readFileSync(join(cwd, "logs", "m.log"), "utf8")).toBe(`${installedLine(1)}\n`);
      expect(readFileSync(join(cwd, "notes.txt"), "utf8")).toBe("mine\n");
    });
  }
}

it("a status file in a folder that does not exist ends it with exit code 3", async () => {
  const cwd = folderWithLog();
  const result = await runCommand(["ship", "logs/m.log", "--to", to, "--once", "--status-file", "no/s.json"], { cwd });
  expect(result.exitCode).toBe(3);
  expect(result.stderr).toMatch(
    /^metric-events: cannot write the status file no\/s.json: the folder \S+ does not exist\n$/,
  );
});

it("where positions cannot be kept, it says so", async () => {
  const cwd = folderWithLog();
  writeFileSync(join(cwd, "file"), "");
  const env = { METRICS_SHIP_STATE: "file/state" };
  const result = await runCommand(["ship", "logs/m.log", "--to", to, "--once", "--host", "h"], { cwd, env });
  expect(result.exitCode).toBe(3);
  expect(result.stderr).toMatch(/cannot remember how far the log was sent: .*METRICS_SHIP_STATE names another folder/);
});

it.skipIf(!existsSync("/proc/self"))("a folder below /proc for positions ends it (skipped without /proc)", async () => {
  const env = { METRICS_SHIP_STATE: "/proc/nope" };
  const ship = ["ship", "logs/m.log", "--to", to, "--once", "--host", "h"];
  const { exitCode, stderr } = await runCommand(ship, { cwd: folderWithLog(), env });
  expect(exitCode).toBe(3);
  expect(stderr).toMatch(/^metric-events: \/proc\/nope\/ship-\w+\.json: cannot remember how far the log was sent: /);
});

it("a log that is missing is named, and the status file of a run can be used again", async () => {
  const cwd = folderWithLog();
  const status = join(cwd, "status.json");
  writeFileSync(status, `{"host":"h","to":"x","logs":["a"],"time":"t","isRunning":false,"lines":1}\n`);
  const ship = ["ship", "no.log", "--to", to, "--once", "--host", "h", "--status-file", "status.json"];
  const result = await runCommand(ship, { cwd, env: { METRICS_SHIP_STATE: "state" } });
  expect(result).toMatchObject({
    exitCode: 3,
    stderr: "metric-events: cannot read no.log: no such file or directory\n",
  });
});
