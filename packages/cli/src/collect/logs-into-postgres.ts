import type { Context } from "../context.js";
import type { ExitCode } from "../exit-codes.js";
import { ship } from "../ship/ship.js";
import type { CollectFlags } from "./doors.js";

/** Adds lines of logs to tables until it is interrupted, or to their ends. */
export async function logsIntoPostgres(
  { from, into, ...flags }: CollectFlags,
  schemasDir: string | undefined,
  context: Context,
): Promise<ExitCode> {
  return ship(from, { ...flags, to: into }, schemasDir, context, { done: "added" });
}
