import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { metricsLogPath } from "../metrics-log-path.js";
import { errorInWords, errorName } from "../system-error.js";
import { LogrotateSetupError } from "./logrotate-setup-error.js";
import { isBlock, type LogrotateBlock, type LogrotateDirective, parseLogrotate } from "./logrotate-syntax.js";

/** Where logrotate(8) reads its configuration on Debian and most others. */
export const LOGROTATE_CONFIG = "/etc/logrotate.conf";

/**
 * What is wrong with the rotation of a log.
 *
 * - `copytruncate`: loses what is written between its copy and its truncation, whoever writes.
 * - `renamecopy`: copies the renamed log and deletes it, while a writer that was stopped may still append to it.
 * - `rotate-0`: deletes the log when it is rotated, while writers may still append to it.
 * - `compress-at-once`: gzip reads the renamed log while a writer that was stopped may still append to it.
 * - `twice`: two blocks are for the log; logrotate takes the first and reports an error.
 * - `none`: no block is for the log, so it grows without end.
 */
export type LogrotateFindingCode = "copytruncate" | "renamecopy" | "rotate-0" | "compress-at-once" | "twice" | "none";

export interface LogrotateFinding {
  readonly code: LogrotateFindingCode;
  readonly logPath: string;
  readonly file: string;
  /** From 1; `undefined` where it is about no line. */
  readonly line: number | undefined;
  /** Whether events are lost by it, or may be; else it is worth a look. */
  readonly losesEvents: boolean;
  /** What is wrong and what to do, as a sentence. */
  readonly message: string;
}

export interface LogrotateCheckOptions {
  /** The log. Default: {@link metricsLogPath}. */
  readonly logPath?: string | undefined;
  /** Default: {@link LOGROTATE_CONFIG}, with all that it includes. */
  readonly configPath?: string | undefined;
}

/** Directives that take each other back, by what they are about; of each pair the last one counts. */
const opposites: Readonly<Record<string, { readonly about: string; readonly isOn: boolean }>> = {
  copytruncate: { about: "copytruncate", isOn: true },
  nocopytruncate: { about: "copytruncate", isOn: false },
  renamecopy: { about: "renamecopy", isOn: true },
  norenamecopy: { about: "renamecopy", isOn: false },
  compress: { about: "compress", isOn: true },
  nocompress: { about: "compress", isOn: false },
  delaycompress: { about: "delaycompress", isOn: true },
  nodelaycompress: { about: "delaycompress", isOn: false },
};

/** Directives that take another one back as well. */
const takenBack: Readonly<Record<string, string>> = { copytruncate: "renamecopy", renamecopy: "copytruncate" };

/** Endings of files in an included folder that logrotate leaves out by default (tabooext in logrotate(8)). */
const leftOut =
  /(?:\.(?:bak|cfsaved|disabled|dpkg-(?:bak|del|dist|new|old|tmp)|rpm(?:new|orig|save)|swp|ucf-(?:dist|new|old))|,v|~)$/;

const maxIncludeDepth = 8;

/**
 * Looks at how logrotate(8) is configured to rotate the log, and returns what loses events, or may, and what is worth a look.
 * Empty when all is well.
 *
 * @throws {LogrotateSetupError} with the code `config-not-read`.
 */
export function checkLogrotate(options: LogrotateCheckOptions = {}): LogrotateFinding[] {
  const { configPath = LOGROTATE_CONFIG, logPath = metricsLogPath() } = options;
  const path = resolve(logPath);
  const { defaults, blocks } = readConfig(resolve(configPath));
  const own = blocks.filter(({ block }) => block.patterns.some((pattern) => isMatching(pattern, path)));
  const [first, second] = own;
  if (first === undefined) return [finding("none", path, configPath, undefined)];
  const state = stateOf([...defaults.slice(0, first.defaultCount), ...first.block.directives]);
  const { copytruncate, renamecopy, compress, delaycompress, postrotate, rotate } = state;
  // What `logrotateConfig` writes: writers notice the rename while it waits.
  const isWaiting = /\bsleep\b/.test(postrotate?.argument ?? "");
  const findings: LogrotateFinding[] = [];
  if (copytruncate !== undefined) findings.push(finding("copytruncate", path, copytruncate.file, copytruncate.line));
  if (renamecopy !== undefined && !isWaiting)
    findings.push(finding("renamecopy", path, renamecopy.file, renamecopy.line));
  // Without the directive, logrotate keeps none.
  if (rotate === undefined || Number(rotate.argument) === 0)
    findings.push(finding("rotate-0", path, rotate?.file ?? first.block.file, rotate?.line ?? first.block.line));
  if (compress !== undefined && delaycompress === undefined && copytruncate === undefined && !isWaiting)
    findings.push(finding("compress-at-once", path, compress.file, compress.line));
  if (second !== undefined) findings.push(finding("twice", path, second.block.file, second.block.line));
  return findings;
}

interface PlacedBlock {
  readonly block: LogrotateBlock;
  /** So many of the defaults stand before it; only those count for it. */
  readonly defaultCount: number;
}

interface Config {
  readonly defaults: LogrotateDirective[];
  readonly blocks: PlacedBlock[];
}

function readConfig(configPath: string): Config {
  const config: Config = { defaults: [], blocks: [] };
  readInto(config, configPath, 0);
  return config;
}

function readInto(config: Config, file: string, depth: number): void {
  if (depth > maxIncludeDepth) return;
  for (const item of parseLogrotate(readText(file), file)) {
    if (isBlock(item)) config.blocks.push({ block: item, defaultCount: config.defaults.length });
    else if (item.name === "include")
      for (const included of filesOf(item.argument)) readInto(config, included, depth + 1);
    else config.defaults.push(item);
  }
}

function filesOf(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path).filter((name) => !name.startsWith(".") && !leftOut.test(name));
    return names
      .toSorted()
      .map((name) => join(path, name))
      .filter((file) => statSync(file).isFile());
  } catch (cause) {
    throw notRead(path, cause);
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw notRead(file, cause);
  }
}

function notRead(path: string, cause: unknown): LogrotateSetupError {
  const advice =
    errorName(cause) === "ENOENT" ? "Is logrotate installed? Otherwise name its configuration." : "Read it as root.";
  const message = `Cannot read the logrotate configuration ${path}: ${errorInWords(cause)}. ${advice}`;
  return new LogrotateSetupError(message, { code: "config-not-read", cause });
}

/** The directives that are in force. */
function stateOf(directives: readonly LogrotateDirective[]): Readonly<Record<string, LogrotateDirective | undefined>> {
  const state: Record<string, LogrotateDirective | undefined> = {};
  for (const directive of directives) {
    const { about, isOn } = opposites[directive.name] ?? { about: directive.name, isOn: true };
    state[about] = isOn ? directive : undefined;
    const other = takenBack[directive.name];
    if (other !== undefined) state[other] = undefined;
  }
  return state;
}

/** Whether a pattern of glob(7) is for the path, or for the file that it leads to. */
function isMatching(pattern: string, path: string): boolean {
  if (!isAbsolute(pattern)) return false;
  const expression = new RegExp(`^${globSource(pattern)}$`);
  return expression.test(path) || expression.test(realPath(path));
}

function globSource(pattern: string): string {
  return pattern.replaceAll(/\*+|\?|\[!?[^\]]+\]|[.+^${}()|\\[\]]/g, (part) => {
    if (part.startsWith("*")) return "[^/]*";
    if (part === "?") return "[^/]";
    return part.length > 2 ? part.replace(/^\[!/, "[^").replaceAll("\\", "\\\\") : `\\${part}`;
  });
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
  renamecopy:
    "renamecopy copies and deletes the renamed log while a writer may still append to it, and loses that; use norenamecopy",
  "rotate-0": "rotate 0 deletes the log while writers may still append to it; use rotate 1 or more",
  "compress-at-once":
    "compress without delaycompress reads the log while a writer may still append to it, and loses that; add delaycompress",
  twice: "another block is for this log already, and logrotate takes the first; remove one of them",
  none: "no block is for this log, so it grows without end; `metric-events logrotate install` adds one",
};

function finding(
  code: LogrotateFindingCode,
  logPath: string,
  file: string,
  line: number | undefined,
): LogrotateFinding {
  const losesEvents = code !== "twice" && code !== "none";
  return { code, logPath, file, line, losesEvents, message: sentences[code] };
}
