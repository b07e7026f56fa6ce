import type { ClientOptions, StreamWishes } from "./client-options.js";
import { progressSettings, progressStream } from "./lake-progress.js";
import { StreamClient } from "./stream-client.js";
import { settingsAtFault, streamSettings, wrongStream } from "./stream-settings.js";

export type PrepareOptions = Omit<ClientOptions, "name" | "counts" | "once"> & StreamWishes;

/** What became of a stream. */
export interface PreparedStream {
  readonly stream: string;
  readonly isNew: boolean;
  readonly replicas: number;
  readonly maxAgeSeconds: number;
}

const nanoseconds = 1_000_000_000;

/**
 * Makes the stream for logs, and the one that says how far a lake is; or checks those that are there, and changes nothing.
 *
 * @throws {ShipError} `wrong-stream` for settings that lose or double lines; and as every use of a server.
 */
export async function prepareStream(options: PrepareOptions): Promise<PreparedStream> {
  const counts = { retries: 0 };
  const client = new StreamClient({ ...options, once: true, counts, name: "metric-events ship --init" });
  try {
    const { stream } = client.target;
    const before = await client.settings();
    if (before === undefined) await client.create(streamSettings(stream, options));
    const now = before ?? (await client.settings());
    const faults = now === undefined ? [] : settingsAtFault(now);
    if (faults.length > 0) throw wrongStream(stream, faults);
    const replicas = now?.num_replicas ?? options.replicas;
    if ((await client.settings(progressStream(stream))) === undefined) {
      await client.create(progressSettings(stream, replicas));
    }
    return { stream, isNew: before === undefined, replicas, maxAgeSeconds: (now?.max_age ?? 0) / nanoseconds };
  } finally {
    await client.close();
  }
}
