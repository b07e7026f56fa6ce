import type { ShipOrigin, ShipPosition } from "../source/ship-position.js";
import { headerNames, positionOf } from "./block-message.js";
import type { ClientOptions } from "./client-options.js";
import { progressOf } from "./lake-progress.js";
import { StreamClient } from "./stream-client.js";

/** How far one log of one host is. */
export interface LogStatus extends ShipOrigin {
  /** What the stream has. */
  readonly shipped: ShipPosition;
  /** When the stream got its last message of the log, in ISO 8601. */
  readonly shippedAt: string;
  /** What the lake has, and everything before it; `undefined` where no lake said anything. */
  readonly collected: ShipPosition | undefined;
  readonly collectedAt: string | undefined;
}

export interface StreamStatus {
  readonly stream: string;
  readonly messages: number;
  readonly bytes: number;
  readonly replicas: number;
  /** By host and log. */
  readonly logs: readonly LogStatus[];
}

/** More subjects than this are not listed. */
const maxLogs = 10_000;

/**
 * How far the logs of all hosts are: in the stream, and in the lake.
 *
 * @throws {ShipError}
 */
export async function shipStatus(options: Omit<ClientOptions, "name" | "counts" | "once">): Promise<StreamStatus> {
  const client = new StreamClient({
    ...options,
    once: true,
    counts: { retries: 0 },
    name: "metric-events ship --status",
  });
  try {
    const { config, state, subjects } = await client.subjects();
    const logs: LogStatus[] = [];
    for (const subject of subjects.toSorted().slice(0, maxLogs)) {
      const last = await client.lastOf(subject);
      const shipped = last === undefined ? undefined : positionOf(last.header);
      if (last === undefined || shipped === undefined) continue;
      const origin = { host: last.header.get(headerNames.host), log: logName(last.header.get(headerNames.log)) };
      const progress = await progressOf(client, origin);
      logs.push({
        ...origin,
        shipped,
        shippedAt: last.time.toISOString(),
        collected: progress?.position,
        collectedAt: progress?.time,
      });
    }
    return { stream: config.name, messages: state.messages, bytes: state.bytes, replicas: config.num_replicas, logs };
  } finally {
    await client.close();
  }
}

function logName(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
