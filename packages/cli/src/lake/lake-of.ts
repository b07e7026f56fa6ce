import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Lake } from "@metric-events/lake";
import type { StoredEvents } from "@metric-events/report";
import type { Catalogue } from "@metric-events/runtime";
import { statPath } from "@metric-events/system";
import { count } from "@metric-events/text";
import type { Context } from "../context.js";
import { UsageError } from "../errors.js";
import type { OriginFlags } from "../log/origin-option.js";
import type { Reading } from "../log/reading.js";

/**
 * The folder among the paths of a command; `undefined` for logs.
 *
 * @throws {UsageError} for a folder beside something else.
 */
export function folderAmong(paths: readonly string[], { cwd }: Context): string | undefined {
  const [first] = paths;
  if (first === undefined) return undefined;
  const isFirst = isFolder(resolve(cwd, first));
  if (paths.length === 1) return isFirst ? first : undefined;
  // Any other folder is one of the logs that cannot be read, which stops no command.
  if (!isFirst && !paths.some((path) => isExported(resolve(cwd, path)))) return undefined;
  throw new UsageError("name one folder that export wrote, or logs; several cannot be read at once");
}

/** Whether a folder holds what export writes. */
export function isExported(path: string): boolean {
  return (
    isFolder(path) &&
    readdirSync(path).some((name) => name === "_lake" || name.startsWith("event=") || name.endsWith(".parquet"))
  );
}

/** The lake in a folder; `undefined` where there is none. */
export async function openLakeIn(folder: string, { cwd }: Context): Promise<Lake | undefined> {
  // Before the package is loaded, which most folders do not need.
  if (!existsSync(join(resolve(cwd, folder), "_lake"))) return undefined;
  const { Lake: LakeClass } = await import("@metric-events/lake");
  return LakeClass.open(resolve(cwd, folder), folder);
}

/**
 * The lake that a command is to read; `undefined` for logs, and for a folder that is none, which reading then refuses.
 *
 * @throws {UsageError} for a folder that only queries can read, and for flags about logs.
 */
export async function lakeFor(paths: readonly string[], flags: LogFlags, context: Context): Promise<Lake | undefined> {
  const folder = folderAmong(paths, context);
  if (folder === undefined) return undefined;
  const lake = await openLakeIn(folder, context);
  if (lake !== undefined) refuseLogFlags(flags);
  else if (isExported(resolve(context.cwd, folder))) {
    throw new UsageError(
      `${folder} was written by export without --append, and only query reads it; for this command, name logs or a lake`,
    );
  }
  return lake;
}

/** Flags that say how logs are read. */
export interface LogFlags extends OriginFlags {
  readonly keepDuplicates?: boolean;
}

/** What is in Parquet was decided when it was written. */
export function refuseLogFlags({ origin, keepDuplicates }: LogFlags): void {
  if (origin !== undefined)
    throw new UsageError("--origin: is about logs; an exported folder has the hosts that it was written with");
  if (keepDuplicates === true)
    throw new UsageError("--keep-duplicates: is about logs; an exported folder has the lines that it was written with");
}

/** Has the events of a lake read, and closes them. */
export async function readingLake<Result>(
  lake: Lake,
  catalogue: Catalogue,
  read: (events: StoredEvents) => Promise<Result>,
): Promise<Result> {
  try {
    const events = await lake.events(catalogue);
    try {
      return await read(events);
    } finally {
      await events.close();
    }
  } catch (error) {
    throw lake.explain(error);
  }
}

/** Says which events of a lake no answer has, since the schemas do not describe them. */
export async function noteUnknownEvents(lake: Lake, catalogue: Catalogue, reading: Reading): Promise<void> {
  for (const [event, events] of lake.unknownEvents(catalogue.eventNames)) {
    const what = count(events, "event");
    await reading.say(`the lake has ${what} ${JSON.stringify(event)}, which the schemas do not describe; left out`);
  }
}

function isFolder(path: string): boolean {
  return statPath(path)?.isDirectory() === true;
}
