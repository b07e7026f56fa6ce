import { tooDeepAt } from "@metric-events/runtime";
import type { ShipOrigin, ShipPosition } from "../source/ship-position.js";
import { subjectOf } from "./block-message.js";
import { isPosition } from "./position-text.js";
import type { StreamClient } from "./stream-client.js";

/** How far a lake is with one log of one host: it has everything before the position. */
export interface LakeProgress {
  readonly position: ShipPosition;
  /** When it got there, in ISO 8601. */
  readonly time: string;
}

const prefix = "metric-events-lake.";
const maxLength = 8192;

/** The stream that keeps the last progress of each log. */
export function progressStream(stream: string): string {
  return `${stream}_LAKE`;
}

/** Settings of that stream: one message for each log, for ever. */
export function progressSettings(stream: string, replicas: number) {
  return {
    name: progressStream(stream),
    description: "How far a lake is with each log, by metric-events collect",
    subjects: [`${prefix}${stream}.>`],
    storage: "file" as const,
    num_replicas: replicas,
    max_msgs_per_subject: 1,
    discard: "old" as const,
  };
}

function progressSubject(stream: string, origin: ShipOrigin): string {
  return `${prefix}${stream}.${subjectOf(origin).slice("metric-events.".length)}`;
}

/** How far a lake is with a log; `undefined` where no lake said anything. */
export async function progressOf(client: StreamClient, origin: ShipOrigin): Promise<LakeProgress | undefined> {
  const { stream } = client.target;
  if ((await client.settings(progressStream(stream))) === undefined) return undefined;
  const last = await client.lastOf(progressSubject(stream, origin), progressStream(stream));
  return last === undefined ? undefined : parseProgress(Buffer.from(last.data).toString());
}

/** Says how far the lake is with a log. */
export async function publishProgress(client: StreamClient, origin: ShipOrigin, progress: LakeProgress): Promise<void> {
  const { stream } = client.target;
  await client.retrying("take the progress", async ({ publisher }) => {
    await publisher.publish(progressSubject(stream, origin), JSON.stringify(progress));
  });
}

function parseProgress(text: string): LakeProgress | undefined {
  if (text.length > maxLength || tooDeepAt(text, 4) !== undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const { position, time } = value as Record<keyof LakeProgress, unknown>;
  return isPosition(position) && typeof time === "string" ? { position, time } : undefined;
}
