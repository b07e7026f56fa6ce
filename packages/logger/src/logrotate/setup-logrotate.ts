import { spawnSync } from "node:child_process";
import { errorInWords, errorName, installFile } from "@metric-events/system";
import { metricsLogPath } from "../metrics-log-path.js";
import { type LogrotateOptions, logrotateConfig } from "./logrotate-config.js";
import { LogrotateSetupError } from "./logrotate-setup-error.js";

/** The systemd unit that runs logrotate. */
export const LOG_ROTATE_TIMER_SYSTEMD_SERVICE = "logrotate.timer";

export const SYSTEMCTL_PATH = "/usr/bin/systemctl";

/** The file that {@link setupLogrotate} writes. logrotate includes all files of its folder. */
export const METRICS_LOGROTATE_CONFIG = "/etc/logrotate.d/github-runner-metrics";

/** Of an unfinished configuration: logrotate ignores it (tabooext in logrotate(8)), should it read the folder right now. */
const unfinishedEnding = ".dpkg-new";

/** Milliseconds that a systemctl command may take. */
const systemctlTimeoutMs = 60_000;

export interface LogrotateSetupOptions extends Omit<LogrotateOptions, "logPath"> {
  /** The log, an absolute path. Default: {@link metricsLogPath}. */
  readonly logPath?: string | undefined;
  /** Default: {@link METRICS_LOGROTATE_CONFIG}. Its folder must exist. */
  readonly configPath?: string | undefined;
  /** Default: {@link SYSTEMCTL_PATH}. */
  readonly systemctlPath?: string | undefined;
}

/**
 * Sets up the rotation of the log: writes its logrotate(8) configuration (readers see either the previous or the new one,
 * whole), enables logrotate.timer, and starts it unless it is active. Requires root. Calling it again changes nothing.
 *
 * @throws {LogrotateSetupError} that names the failed step. Earlier steps are not undone.
 */
export function setupLogrotate(options: LogrotateSetupOptions = {}): void {
  const { configPath = METRICS_LOGROTATE_CONFIG, systemctlPath = SYSTEMCTL_PATH, logPath = metricsLogPath() } = options;
  const config = logrotateConfig({ ...options, logPath });
  writeConfig(configPath, config);
  systemctl(systemctlPath, ["enable", LOG_ROTATE_TIMER_SYSTEMD_SERVICE]);
  if (!isTimerActive(systemctlPath)) systemctl(systemctlPath, ["start", LOG_ROTATE_TIMER_SYSTEMD_SERVICE]);
}

function writeConfig(configPath: string, config: string): void {
  try {
    installFile(configPath, config, { mode: 0o644, ending: unfinishedEnding });
  } catch (cause) {
    const advice = adviceOn(errorName(cause));
    const message = `Cannot write the logrotate configuration ${configPath}: ${errorInWords(cause)}. ${advice}`;
    throw new LogrotateSetupError(message.trimEnd(), { code: "config-not-written", cause });
  }
}

function adviceOn(error: string | undefined): string {
  if (error === "EISDIR") return "Name a file in it.";
  return error === "ENOENT" || error === "EACCES" || error === "EPERM"
    ? "Is logrotate installed, and is this user root?"
    : "";
}

function isTimerActive(systemctlPath: string): boolean {
  // Any status but 0 means that it is not active (systemctl(1)).
  return run(systemctlPath, ["is-active", "--quiet", LOG_ROTATE_TIMER_SYSTEMD_SERVICE]).exitStatus === 0;
}

function systemctl(systemctlPath: string, args: readonly string[]): void {
  const { command, exitStatus, signal, stderr } = run(systemctlPath, args);
  if (exitStatus === 0) return;
  const ending = exitStatus === undefined ? `was killed by ${signal}` : `failed with exit status ${exitStatus}`;
  const said = stderr.trim() === "" ? "" : `: ${stderr.trim()}`;
  throw new LogrotateSetupError(`${command.join(" ")} ${ending}${said}`, {
    code: "systemctl-failed",
    command,
    exitStatus,
    stderr,
  });
}

interface CommandResult {
  readonly command: readonly string[];
  /** `undefined` when it was killed. */
  readonly exitStatus: number | undefined;
  readonly signal: string | undefined;
  readonly stderr: string;
}

function run(path: string, args: readonly string[]): CommandResult {
  const command = [path, ...args];
  const result = spawnSync(path, args, {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
    timeout: systemctlTimeoutMs,
  });
  if (result.error !== undefined && result.signal === null) {
    const message =
      `Cannot run ${command.join(" ")}: ${errorInWords(result.error)}. ` +
      `Rotation by ${LOG_ROTATE_TIMER_SYSTEMD_SERVICE} needs systemd.`;
    throw new LogrotateSetupError(message, { code: "systemctl-failed", command, cause: result.error });
  }
  return {
    command,
    exitStatus: result.status ?? undefined,
    signal: result.signal ?? undefined,
    stderr: result.stderr,
  };
}
