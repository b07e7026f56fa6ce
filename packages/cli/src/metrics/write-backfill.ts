import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { type BackfillOptions, backfillText } from "@metric-events/metrics";
import type { LogFile } from "@metric-events/reader";
import { systemReason } from "@metric-events/system";
import type { Context } from "../context.js";
import { EnvironmentError } from "../errors.js";

/** Writes the series of the past into a file, which is there only once it is whole. */
export async function writeBackfill(
  name: string,
  logs: readonly LogFile[],
  options: BackfillOptions,
  { cwd }: Pick<Context, "cwd">,
): Promise<void> {
  const path = resolve(cwd, name);
  const unfinished = `${path}.${process.pid}.unfinished`;
  let handle: FileHandle | undefined;
  try {
    handle = await opened(unfinished, name);
    for await (const piece of backfillText(logs, options)) await write(handle, piece, name);
    await handle.close();
    handle = undefined;
    await rename(unfinished, path);
  } finally {
    await handle?.close();
    await rm(unfinished, { force: true });
  }
}

async function opened(path: string, name: string): Promise<FileHandle> {
  try {
    return await open(path, "wx");
  } catch (cause) {
    throw new EnvironmentError(`cannot write ${name}: ${systemReason(cause)}`, { cause });
  }
}

async function write(handle: FileHandle, text: string, name: string): Promise<void> {
  try {
    await handle.appendFile(text);
  } catch (cause) {
    throw new EnvironmentError(`cannot write ${name}: ${systemReason(cause)}`, { cause });
  }
}
