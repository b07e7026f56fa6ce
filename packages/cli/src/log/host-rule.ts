import { basename, dirname, extname } from "node:path";
import type { HostOf } from "@metric-events/reader";
import { UsageError } from "../errors.js";

/** Longer paths are not looked at: a pattern may take the cube of a text's length. */
const maxPathLength = 1024;

const template = /^host=(.+)$/;
const placeholder = /\{(\w*)\}/g;

/**
 * The hosts of logs, as rules say: `host={folder}`, `host={file}` or `host=<name>`, or a regular expression for paths with a group called
 * `host`. Of several rules, the first that names a host counts.
 *
 * @param where what the rules are called in messages: `--origin`.
 * @throws {UsageError} for what is none of these, and for an expression that may take very long.
 */
export async function hostRule(rules: readonly string[], where: string): Promise<HostOf | undefined> {
  if (rules.length === 0) return undefined;
  const all: HostOf[] = [];
  for (const rule of rules) all.push(template.test(rule) ? byTemplate(rule, where) : await byPattern(rule, where));
  return (path, log) => {
    for (const each of all) {
      const host = each(path, log);
      if (host !== undefined && host !== "") return host;
    }
    return undefined;
  };
}

const places = {
  /** The folder that holds the log. */
  folder: (log: string) => basename(dirname(log)),
  /** Its name without extension. */
  file: (log: string) => basename(log, extname(log)),
} as const;

function isPlace(name: string): name is keyof typeof places {
  return Object.hasOwn(places, name);
}

function byTemplate(rule: string, where: string): HostOf {
  const [, text = ""] = template.exec(rule) ?? [];
  for (const [written, name = ""] of text.matchAll(placeholder)) {
    if (isPlace(name)) continue;
    throw new UsageError(`${where}: expected {folder} or {file} in ${JSON.stringify(rule)}, received ${written}`);
  }
  if (/[{}]/.test(text.replaceAll(placeholder, ""))) {
    throw new UsageError(`${where}: expected {folder} or {file} in ${JSON.stringify(rule)}, received a single brace`);
  }
  return (path, log) => {
    // Standard input has no folder.
    const isFile = path.includes("/") || path.includes("\\");
    if (!isFile && text.includes("{")) return undefined;
    return text.replaceAll(placeholder, (written, name: string) => (isPlace(name) ? places[name](log) : written));
  };
}

async function byPattern(rule: string, where: string): Promise<HostOf> {
  const received = JSON.stringify(rule);
  if (!rule.includes("(?<host>")) {
    throw new UsageError(
      `${where}: expected host={folder}, host={file}, host=<name>, or a pattern for paths with a group for the host such as '/logs/(?<host>[^/]+)/', received ${received}`,
    );
  }
  let pattern: RegExp;
  try {
    pattern = new RegExp(rule, "u");
  } catch (error) {
    // V8's message repeats the pattern before the reason.
    const reason = error instanceof Error ? error.message.slice(error.message.lastIndexOf(": ") + 2) : String(error);
    throw new UsageError(`${where}: ${received} is not a regular expression: ${reason}`, { cause: error });
  }
  const { costOfPattern } = await import("@metric-events/schema");
  const { attack, hasAutomaton, maxShort } = costOfPattern(rule);
  if (attack !== undefined || !(hasAutomaton || maxShort === Number.POSITIVE_INFINITY)) {
    throw new UsageError(
      `${where}: ${received} may take very long on some paths; let no repetition match what the one next to it or inside it matches, and use neither back-references nor lookbehinds`,
    );
  }
  return (path) => (path.length > maxPathLength ? undefined : pattern.exec(path)?.groups?.["host"]);
}
