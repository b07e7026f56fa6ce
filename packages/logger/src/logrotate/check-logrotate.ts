import { realpathSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { metricsLogPath } from "../metrics-log-path.js";
import { fileNameExpression } from "./glob.js";
import type { LogrotateBlock, LogrotateDirective } from "./logrotate-syntax.js";
import { readLogrotate } from "./read-logrotate.js";
import { isWaitingScript } from "./script-waits.js";

/** The configuration of logrotate(8) on Debian and most other systems. */
export const LOGROTATE_CONFIG = "/etc/logrotate.conf";

/**
 * What is wrong with the rotation of a log.
 *
 * - `copytruncate`: loses what any process writes between the copy and the truncation.
 * - `copy`: copies the log and leaves it as it is, so that events are in the log and in each copy.
 * - `renamecopy`: copies the renamed log and deletes it, while a writer that was stopped may still append to it.
 * - `rotate-0`: deletes the log when it is rotated, while writers may still append to it.
 * - `compress-at-once`: gzip reads the renamed log while a writer that was stopped may still append to it.
 * - `refused`: logrotate refuses a line, and skips the block, or the file when the line is outside of blocks.
 * - `twice`: two blocks name the log; logrotate takes the first and reports an error.
 * - `none`: no block names the log, so it grows without end.
 */
export type LogrotateFindingCode =
  | "copytruncate"
  | "copy"
  | "renamecopy"
  | "rotate-0"
  | "compress-at-once"
  | "refused"
  | "twice"
  | "none";

export interface LogrotateFinding {
  readonly code: LogrotateFindingCode;
  readonly logPath: string;
  readonly file: string;
  /** From 1. `undefined` when the finding is not about a line. */
  readonly line: number | undefined;
  /** Whether events are or may be lost. */
  readonly losesEvents: boolean;
  /** What is wrong and what to do. */
  readonly message: string;
}

export interface LogrotateCheckOptions {
  /** The log. Default: {@link metricsLogPath}. */
  readonly logPath?: string | undefined;
  /** Default: {@link LOGROTATE_CONFIG}, with all files that it includes. */
  readonly configPath?: string | undefined;
}

/** Directives that switch the same thing on or off. The last one counts. */
const opposites: Readonly<Record<string, { readonly about: string; readonly isOn: boolean }>> = {
  copytruncate: { about: "copytruncate", isOn: true },
  nocopytruncate: { about: "copytruncate", isOn: false },
  copy: { about: "copy", isOn: true },
  nocopy: { about: "copy", isOn: false },
  renamecopy: { about: "renamecopy", isOn: true },
  norenamecopy: { about: "renamecopy", isOn: false },
  compress: { about: "compress", isOn: true },
  nocompress: { about: "compress", isOn: false },
  delaycompress: { about: "delaycompress", isOn: true },
  nodelaycompress: { about: "delaycompress", isOn: false },
};

/** Directives that switch another one off. */
const takenBack: Readonly<Record<string, string>> = { copytruncate: "renamecopy", renamecopy: "copytruncate" };

/**
 * Checks how logrotate(8) is configured to rotate the log. Returns what loses or repeats events, or leaves the log unrotated.
 * Empty when all is well.
 *
 * @throws {LogrotateSetupError} with the code `config-not-read`.
 */
export function checkLogrotate(options: LogrotateCheckOptions = {}): LogrotateFinding[] {
  const { configPath = LOGROTATE_CONFIG, logPath = metricsLogPath() } = options;
  const path = resolve(logPath);
  const own = readLogrotate(resolve(configPath)).filter(({ block }) =>
    block.patterns.some((pattern) => isMatching(pattern, path)),
  );
  if (own.length === 0) return [finding("none", path, { file: configPath })];
  const refusals = own.flatMap(({ refusal }) => (refusal === undefined ? [] : [finding("refused", path, refusal)]));
  const [first, second] = own.filter(({ refusal }) => refusal === undefined);
  if (first === undefined) return refusals;
  const twice = second === undefined ? [] : [finding("twice", path, second.block)];
  return [
    ...refusals,
    ...findingsIn(first.block, stateOf([...first.defaults, ...first.block.directives]), path),
    ...twice,
  ];
}

function findingsIn(block: LogrotateBlock, state: State, path: string): LogrotateFinding[] {
  const { copytruncate, copy, renamecopy, compress, delaycompress, postrotate, rotate } = state;
  // The log stays in use, so neither rotate nor compress can lose anything.
  if (copytruncate === undefined && renamecopy === undefined && copy !== undefined)
    return [finding("copy", path, copy)];
  // As `logrotateConfig` writes it: writers notice the rename while the script waits.
  const isWaiting = isWaitingScript(postrotate?.argument ?? "");
  const findings: LogrotateFinding[] = [];
  if (copytruncate !== undefined) findings.push(finding("copytruncate", path, copytruncate));
  if (renamecopy !== undefined && !isWaiting) findings.push(finding("renamecopy", path, renamecopy));
  // Without the directive, logrotate keeps no rotated log.
  if (rotate === undefined || Number(rotate.argument) === 0) findings.push(finding("rotate-0", path, rotate ?? block));
  if (compress !== undefined && delaycompress === undefined && copytruncate === undefined && !isWaiting)
    findings.push(finding("compress-at-once", path, compress));
  return findings;
}

type State = Readonly<Record<string, LogrotateDirective | undefined>>;

/** The directives that are in force. */
function stateOf(directives: readonly LogrotateDirective[]): State {
  const state: Record<string, LogrotateDirective | undefined> = {};
  for (const directive of directives) {
    const { about, isOn } = opposites[directive.name] ?? { about: directive.name, isOn: true };
    state[about] = isOn ? directive : undefined;
    const other = takenBack[directive.name];
    if (other !== undefined) state[other] = undefined;
  }
  return state;
}

/** Whether a pattern of glob(7) matches the path, or the file that the path leads to. */
function isMatching(pattern: string, path: string): boolean {
  if (!isAbsolute(pattern)) return false;
  const expression = fileNameExpression(pattern);
  return expression.test(path) || expression.test(realPath(path));
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

const sentences: Readonly<Record<LogrotateFindingCode, string>> = {
  copytruncate:
    "copytruncate loses the events that are written between its copy and its truncation; use nocopytruncate and nocreate",
  copy: "copy leaves the log as it is, so that its events are counted again in each copy; use nocopy and nocreate",
  renamecopy:
    "renamecopy copies and deletes the renamed log, and loses what a writer still appends to it; use norenamecopy",
  "rotate-0": "rotate 0 deletes the log while writers may still append to it; use rotate 1 or more",
  "compress-at-once":
    "compress without delaycompress loses what a writer still appends to the log while it is compressed; add delaycompress",
  refused:
    "logrotate refuses this line and does not rotate the log by it; correct it (a comment needs a line of its own)",
  twice: "another block already names this log, and logrotate takes the first; remove one of them",
  none: "no block names this log, so it grows without end; `metric-events logrotate install` adds one",
};

const harmless: ReadonlySet<LogrotateFindingCode> = new Set(["copy", "refused", "twice", "none"]);

function finding(
  code: LogrotateFindingCode,
  logPath: string,
  { file, line }: { readonly file: string; readonly line?: number },
): LogrotateFinding {
  return { code, logPath, file, line, losesEvents: !harmless.has(code), message: sentences[code] };
}
