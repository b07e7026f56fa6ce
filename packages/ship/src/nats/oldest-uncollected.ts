import { basename } from "node:path";
import { openLogFamily } from "@metric-events/reader";
import { findPlace, type OpenedLog } from "../source/find-place.js";
import { bytesBefore } from "../source/log-bytes.js";
import type { ClientOptions } from "./client-options.js";
import { progressOf } from "./lake-progress.js";
import { StreamClient } from "./stream-client.js";

export interface UncollectedOptions extends Omit<ClientOptions, "name" | "counts" | "once"> {
  /** The path of the log. */
  readonly log: string;
  readonly host: string;
}

/**
 * The oldest file that was rotated away from a log, if a lake does not have all of it: the next rotation may delete it.
 *
 * @throws {ShipError}
 */
export async function oldestUncollected(options: UncollectedOptions): Promise<string | undefined> {
  const { log, host } = options;
  const client = new StreamClient({ ...options, once: true, counts: { retries: 0 }, name: "metric-events logrotate" });
  const files: OpenedLog[] = [];
  try {
    for (const { name, handle } of await openLogFamily(log)) {
      if (handle !== undefined) files.push({ name, handle, id: name });
    }
    const [oldest] = files;
    if (oldest === undefined || oldest.name === log) return undefined;
    const position = (await progressOf(client, { host, log: basename(log) }))?.position ?? [];
    const found = await findPlace(files, position);
    if (found !== undefined && found.index > 0) return undefined;
    const hasMore = found === undefined || (await isLonger(oldest, found.place.offset));
    return hasMore ? oldest.name : undefined;
  } finally {
    for (const { handle } of files) await handle.close();
    await client.close();
  }
}

async function isLonger({ handle }: OpenedLog, offset: number): Promise<boolean> {
  return (await bytesBefore(handle, offset + 1, 1)) !== undefined;
}
