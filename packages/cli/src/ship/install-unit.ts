import { spawnSync } from "node:child_process";
import { hostname } from "node:os";
import { resolve } from "node:path";
import { errorInWords, installFile } from "@metric-events/system";
import { printable } from "@metric-events/text";
import type { Context } from "../context.js";
import { EnvironmentError, UsageError } from "../errors.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { defaultLogPath } from "../log/default-path.js";
import { unitText } from "./unit-text.js";

export interface InstallUnitFlags {
  readonly to: string;
  readonly host?: string;
  readonly unit?: string;
  readonly systemctl?: string;
}

const defaultUnit = "/etc/systemd/system/metric-events-ship.service";
const environmentFile = "/etc/metric-events/ship.env";
const timeoutMs = 60_000;

/** Writes the unit of a service that ships logs, and enables and starts it. */
export async function installUnit(
  named: readonly string[],
  { to, host = hostname(), unit = defaultUnit, systemctl = "/usr/bin/systemctl" }: InstallUnitFlags,
  schemasDir: string | undefined,
  context: Context,
): Promise<ExitCode> {
  const { checkDestination } = await import("@metric-events/ship");
  await checkDestination(to, host);
  const logs = named.length === 0 ? [await defaultLogPath(context)] : named.map((log) => resolve(context.cwd, log));
  const schemas = schemasDir === undefined ? [] : ["--schemas", resolve(context.cwd, schemasDir)];
  const main = process.argv[1] ?? "";
  const command = [process.execPath, resolve(main), "ship", ...logs, "--to", to, "--host", host, ...schemas];
  if (command.some((each) => /\p{Cc}/u.test(each))) {
    throw new UsageError("expected paths and names without control characters, which a unit of systemd cannot hold");
  }
  const path = resolve(context.cwd, unit);
  try {
    installFile(path, unitText({ command, environmentFile }), { mode: 0o644, ending: ".unfinished" });
  } catch (cause) {
    throw new EnvironmentError(`cannot write ${path}: ${errorInWords(cause)}; is this user root?`, { cause });
  }
  const name = path.slice(path.lastIndexOf("/") + 1);
  for (const args of [["daemon-reload"], ["enable", name], ["restart", name]]) run(systemctl, args);
  await context.stdout.print(
    `${printable(path)} written, enabled and started; credentials go into ${environmentFile}\n`,
  );
  return exitCodes.ok;
}

function run(systemctl: string, args: readonly string[]): void {
  const { status, error, stderr } = spawnSync(systemctl, args, { encoding: "utf8", timeout: timeoutMs });
  if (status === 0) return;
  const said = error === undefined ? stderr.trim() || `exit status ${status}` : errorInWords(error);
  throw new EnvironmentError(`${[systemctl, ...args].join(" ")} failed: ${said}`);
}
