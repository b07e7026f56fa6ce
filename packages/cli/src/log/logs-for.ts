import { type LogFile, openLogFamily, openLogs, originOfLog } from "@metric-events/reader";
import { count, printable } from "@metric-events/text";
import type { Context } from "../context.js";
import { configFileName, findConfig } from "../schemas/find-config.js";
import { defaultLogPath } from "./default-path.js";
import { hostRule } from "./host-rule.js";
import type { OriginFlags } from "./origin-option.js";

/**
 * The logs that the user names; else the metrics log and its rotated logs, the oldest first. A log that is named twice, as in
 * `metrics.log metrics.log*`, is read once, and so is a log beside its compressed copy; a note says so.
 *
 * @param flags of a command that tells hosts apart.
 * @throws {UsageError} for a rule that cannot be used.
 */
export async function logsFor(
  paths: readonly string[],
  context: Context,
  flags?: OriginFlags,
): Promise<readonly LogFile[]> {
  const notes: string[] = [];
  const { rules, where } = await originRules(flags, context);
  const hostOf = await hostRule(rules, where);
  const onCopy = (copy: string, original: string): void => {
    notes.push(`${printable(copy)}: a compressed copy of ${printable(original)}; left out`);
  };
  const logs =
    paths.length === 0
      ? await openLogFamily(await defaultLogPath(context), { hostOf, onCopy })
      : await openLogs(paths, {
          cwd: context.cwd,
          hostOf,
          get stdin() {
            return context.stdin;
          },
          onRepeated(path, first) {
            const also = path === first ? "named twice" : `the same file as ${printable(first)}`;
            notes.push(`${printable(path)}: ${also}; read once`);
          },
          onCopy,
        });
  if (hostOf !== undefined) notes.push(...hostless(logs, where));
  for (const note of notes) await context.stderr.print(`metric-events: ${note}\n`);
  return logs;
}

/** The rules of the flag, else those of the config file; none for commands that do not tell hosts apart. */
async function originRules(
  flags: OriginFlags | undefined,
  context: Context,
): Promise<{ readonly rules: readonly string[]; readonly where: string }> {
  if (flags === undefined || flags.origin !== undefined) return { rules: flags?.origin ?? [], where: "--origin" };
  const config = await findConfig(context);
  return { rules: config?.origin ?? [], where: `${configFileName}: "origin"` };
}

/** A rule that does not fit leaves a log without a host, and nothing else would show it. */
function hostless(logs: readonly LogFile[], where: string): string[] {
  const [first, ...others] = logs.filter((log) => originOfLog(log).host === undefined);
  if (first === undefined) return [];
  const more = others.length === 0 ? "" : ` and ${count(others.length, "other log")}`;
  return [
    `${where} names no host for ${printable(first.name)}${more}; without one, each log counts as that of a host of its own`,
  ];
}

/** Closes the logs that were not read. */
export async function closeLogs(logs: readonly LogFile[]): Promise<void> {
  for (const { handle } of logs) await handle?.close();
}
