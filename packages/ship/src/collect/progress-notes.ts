import { headerNames, positionOf } from "../nats/block-message.js";
import { progressStream, publishProgress } from "../nats/lake-progress.js";
import type { StreamClient } from "../nats/stream-client.js";
import type { ShipOrigin, ShipPosition } from "../source/ship-position.js";
import type { JsMsg } from "../vendor/nats.js";

interface Note {
  readonly origin: ShipOrigin;
  readonly sequence: number;
  readonly position: ShipPosition;
}

/** How far each log is in the messages that were collected, for shippers and people to ask. */
export class ProgressNotes {
  readonly #client: StreamClient;
  /** The last message of each log, by subject. */
  readonly #notes = new Map<string, Note>();

  /** Whether there is a stream for them: `ship --init` makes it. */
  #isKept: boolean | undefined;

  constructor(client: StreamClient) {
    this.#client = client;
  }

  /** Notes a message that is in the lake, or is about to be. */
  note({ headers, seq, subject }: JsMsg): void {
    if (headers === undefined || (this.#notes.get(subject)?.sequence ?? 0) > seq) return;
    const position = positionOf(headers);
    if (position === undefined) return;
    const origin = { host: headers.get(headerNames.host), log: decodeURIComponent(headers.get(headerNames.log)) };
    this.#notes.set(subject, { origin, sequence: seq, position });
  }

  /** Publishes notes of messages before a sequence: the lake has all of these. */
  async publish(before: number): Promise<void> {
    if (this.#notes.size === 0) return;
    this.#isKept ??= (await this.#client.settings(progressStream(this.#client.target.stream))) !== undefined;
    if (!this.#isKept) return;
    for (const [subject, { origin, sequence, position }] of this.#notes) {
      if (sequence >= before) continue;
      this.#notes.delete(subject);
      await publishProgress(this.#client, origin, { position, time: new Date().toISOString() });
    }
  }
}
