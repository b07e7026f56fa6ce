import { setTimeout as sleep } from "node:timers/promises";
import { printable } from "@metric-events/text";
import { schemasDigest } from "../schemas-digest.js";
import { ShipError } from "../ship-error.js";
import type { ShipSink, ShipSinkFactory, SinkOptions } from "../sink/ship-sink.js";
import type { ShipBlock, ShipOrigin, ShipPosition } from "../source/ship-position.js";
import { headersOf, messageId, positionOf, subjectOf } from "./block-message.js";
import { progressOf } from "./lake-progress.js";
import { apiCode } from "./retries.js";
import { requestMs, StreamClient } from "./stream-client.js";
import { settingsAtFault, wrongStream } from "./stream-settings.js";

/** The code of JetStream for a message that does not follow the one that was expected. */
const wrongLastSequence = 10071;
/** How long a server may take a block for one that it has, though it does not. */
const falseDuplicateMs = 1000;

export const jetStreamSink: ShipSinkFactory = (options) => new JetStreamSink(options);

/**
 * Puts blocks into a stream, each once: its id says which lines it has, and it goes only after the message that was the last of its subject when its
 * position was read. The second alone is not enough for nats-server 2.9, where it races; the first alone would let blocks of other sizes overlap.
 */
class JetStreamSink implements ShipSink {
  readonly #options: SinkOptions;
  readonly #client: StreamClient;
  readonly #schemas: string;
  #isChecked = false;
  #origin: ShipOrigin = { host: "", log: "" };
  /** Sequence of the last message of the subject; 0 for none. */
  #last = 0;

  constructor(options: SinkOptions) {
    this.#options = options;
    this.#client = new StreamClient({ ...options, name: "metric-events ship" });
    this.#schemas = schemasDigest(options.catalogue);
  }

  async open(origin: ShipOrigin): Promise<ShipPosition | undefined> {
    this.#origin = origin;
    if (!this.#isChecked) {
      const { config } = await this.#client.info();
      const faults = settingsAtFault(config);
      if (faults.length > 0) throw wrongStream(this.#client.target.stream, faults);
      this.#isChecked = true;
    }
    const position = await this.#readLast();
    // A stream forgets messages that are older than its max age.
    return position ?? (await progressOf(this.#client, origin))?.position;
  }

  async send(block: ShipBlock): Promise<boolean> {
    if (await this.#publish(block)) return true;
    this.#options.counts.duplicates++;
    const position = await this.#readLast();
    // An attempt whose answer was lost, or another shipper with the same lines.
    if (JSON.stringify(position) === JSON.stringify(block.after)) return true;
    // A server that has just become the leader may remember a message that was never stored.
    const place = position?.find(({ number }) => number === block.file.number);
    const isStill = (place?.offset ?? 0) === block.start;
    if (isStill) await pause(falseDuplicateMs, this.#options.signal);
    return false;
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  /** @returns whether the stream took it now. */
  async #publish(block: ShipBlock): Promise<boolean> {
    const subject = subjectOf(this.#origin);
    const made = headersOf(block, this.#schemas);
    const expect = { streamName: this.#client.target.stream, lastSubjectSequence: this.#last };
    const settings = { msgID: messageId(block), expect, headers: made, timeout: requestMs, retries: 1 };
    return this.#client.retrying("take lines", async ({ publisher }) => {
      try {
        const ack = await publisher.publish(subject, block.bytes, settings);
        if (!ack.duplicate) this.#last = ack.seq;
        return !ack.duplicate;
      } catch (error) {
        if (apiCode(error) === wrongLastSequence) return false;
        throw error;
      }
    });
  }

  async #readLast(): Promise<ShipPosition | undefined> {
    const subject = subjectOf(this.#origin);
    const last = await this.#client.lastOf(subject);
    this.#last = last?.seq ?? 0;
    if (last === undefined) return undefined;
    const position = positionOf(last.header);
    if (position !== undefined) return position;
    throw new ShipError(
      "wrong-stream",
      `message ${last.seq} of ${printable(subject)} in the stream ${this.#client.target.stream} is of another program; remove it, or use a stream of another name`,
    );
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => {});
}
