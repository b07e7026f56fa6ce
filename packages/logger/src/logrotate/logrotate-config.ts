import { isAbsolute } from "node:path";
import { LogrotateSetupError } from "./logrotate-setup-error.js";

/** Nothing is more frequent than `daily`, since logrotate.timer usually runs once a day. */
export type LogrotateFrequency = "daily" | "weekly" | "monthly" | "yearly";

const frequencies: readonly LogrotateFrequency[] = ["daily", "weekly", "monthly", "yearly"];

export interface LogrotateOptions {
  /** The log, an absolute path. */
  readonly logPath: string;
  /** Default: `weekly`. */
  readonly frequency?: LogrotateFrequency | undefined;
  /** How many rotated logs to keep, at least 1. Default: 4. */
  readonly rotate?: number | undefined;
  /**
   * Whether logrotate creates the next log, with the owner and mode of the last one. Default: no, the next event creates
   * it.
   */
  readonly create?: boolean | undefined;
  /** Whether to compress rotated logs. Default: yes. */
  readonly compress?: boolean | undefined;
  /**
   * Whether to compress a log one rotation later, which is safe for any writer. Default: yes. Otherwise logrotate waits a
   * second between renaming and compressing, in which writers notice.
   */
  readonly delayCompress?: boolean | undefined;
  /**
   * Rotate earlier when the log is larger: bytes, or a number with `k`, `M` or `G` (powers of 1024). Checked when logrotate
   * runs. Default: no limit.
   */
  readonly maxSize?: number | string | undefined;
}

/**
 * The logrotate(8) configuration for a log. It states every choice that could lose an event, so that no default in
 * `/etc/logrotate.conf` can change it. It never has `copytruncate`, which loses what is written between its copy and its
 * truncation.
 *
 * @throws {LogrotateSetupError} with the code `invalid-option`.
 */
export function logrotateConfig(options: LogrotateOptions): string {
  const { frequency = "weekly", rotate = 4, create = false, compress = true, delayCompress = true, maxSize } = options;
  const directives = [
    checkedFrequency(frequency),
    `rotate ${checkedRotate(rotate)}`,
    ...(maxSize === undefined ? [] : [`maxsize ${checkedSize(maxSize)}`]),
    "missingok",
    "notifempty",
    "nocopytruncate",
    create ? "create" : "nocreate",
    ...(compress ? ["compress", ...(delayCompress ? ["delaycompress"] : compressAfterWriters)] : ["nocompress"]),
  ];
  return [
    "# The metrics log, rotated by renaming: its writers follow, and no event is lost. copytruncate would lose some.",
    `"${checkedLogPath(options.logPath)}" {`,
    ...directives.map((directive) => `    ${directive}`),
    "}",
    "",
  ].join("\n");
}

// logrotate runs the script after renaming the log and before compressing it.
const compressAfterWriters = ["nodelaycompress", "postrotate", "    sleep 1", "endscript"];

function checkedFrequency(frequency: LogrotateFrequency): LogrotateFrequency {
  if (frequencies.includes(frequency)) return frequency;
  throw invalidOption("frequency", frequency, `one of ${frequencies.join(", ")}`);
}

/** logrotate keeps the count in an int. */
const maxRotate = 2 ** 31 - 1;
const suffixFactors: Readonly<Record<string, number>> = { k: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

function checkedRotate(rotate: number): number {
  if (Number.isInteger(rotate) && rotate >= 1 && rotate <= maxRotate) return rotate;
  throw invalidOption(
    "rotate",
    rotate,
    `a whole number from 1 to ${maxRotate}; with 0, logrotate deletes a log that writers may still append to`,
  );
}

function checkedSize(maxSize: number | string): number | string {
  const [, digits, suffix = ""] = /^([1-9]\d*)([kMG]?)$/.exec(String(maxSize)) ?? [];
  if (digits !== undefined && Number.isSafeInteger(Number(digits) * (suffixFactors[suffix] ?? 1))) return maxSize;
  throw invalidOption(
    "maxSize",
    maxSize,
    'bytes as a whole number from 1 to 2^53, or a text such as "100M" (k, M or G)',
  );
}

function checkedLogPath(logPath: string): string {
  if (typeof logPath !== "string" || !isAbsolute(logPath)) throw invalidOption("logPath", logPath, "an absolute path");
  // Even inside quotes, logrotate unescapes \, expands globs and looks for the { of the block.
  const forbidden = /[\p{Cc}"\\*?[\]{}]/u.exec(logPath)?.[0];
  if (forbidden === undefined) return logPath;
  throw invalidOption(
    "logPath",
    logPath,
    `a path without ${JSON.stringify(forbidden)}, which logrotate would not take literally`,
  );
}

function invalidOption(option: string, received: unknown, expected: string): LogrotateSetupError {
  const message = `Cannot set up log rotation: ${option} is ${JSON.stringify(received)}; expected ${expected}.`;
  return new LogrotateSetupError(message, { code: "invalid-option" });
}
