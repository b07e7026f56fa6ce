import { conditionForms } from "@metric-events/reader";
import { momentForms, parseMoment, type Zone } from "@metric-events/text";
import type { Command } from "commander";
import { collect } from "../commands/parsers.js";
import { UsageError } from "../errors.js";

/** The flags of every command that selects events. */
export interface SelectionFlags {
  readonly since?: string;
  readonly until?: string;
  readonly event?: readonly string[];
  readonly where?: readonly string[];
  readonly utc?: boolean;
}

/** Explains several conditions, at the end of a help. */
export const conditionsHelp =
  "Several values of one field with = or ~ are alternatives; everything else must hold. ~ takes what a text begins with, or a pattern with * and ?.";

/** Declares the flags of {@link SelectionFlags}. */
export function selectionOptions(command: Command): Command {
  return command
    .option(
      "--since <time>",
      "only events from this time on: -3d, yesterday, monday 09:00, 2026-11-23T10:15Z, Unix seconds",
    )
    .option("--until <time>", "only events before this time")
    .option("-e, --event <name>", "only this event; repeat it for several", collect)
    .option("-w, --where <condition>", `only events with ${conditionForms}; repeat it for more`, collect)
    .option("--utc", "show times in UTC instead of local time");
}

/**
 * What the flags select.
 *
 * @param now Unix time in seconds.
 * @throws {UsageError} for an invalid time, and for times in the wrong order.
 */
export function selectionOf(
  flags: SelectionFlags,
  now: number,
): {
  readonly events: readonly string[];
  readonly where: readonly string[];
  readonly since: number | undefined;
  readonly until: number | undefined;
  readonly zone: Zone;
} {
  const zone: Zone = flags.utc === true ? "utc" : "local";
  const since = momentOf("--since", flags.since, now, zone);
  const until = momentOf("--until", flags.until, now, zone);
  if (since !== undefined && until !== undefined && since >= until) {
    throw new UsageError(
      `--since ${flags.since} is not before --until ${flags.until}; name an earlier --since or a later --until`,
    );
  }
  return { events: flags.event ?? [], where: flags.where ?? [], since, until, zone };
}

function momentOf(flag: string, text: string | undefined, now: number, zone: Zone): number | undefined {
  if (text === undefined) return undefined;
  const parsed = parseMoment(text, now, zone);
  if (parsed !== undefined) return parsed;
  throw new UsageError(`${flag}: expected ${momentForms}, received ${JSON.stringify(text)}`);
}
