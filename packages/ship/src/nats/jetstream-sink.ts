import { printable } from "@metric-events/text";
import { schemasDigest } from "../schemas-digest.js";
import { ShipError } from "../ship-error.js";
import type { ShipSink, ShipSinkFactory, SinkOptions } from "../sink/ship-sink.js";
import type { ShipBlock, ShipOrigin, ShipPosition } from "../source/ship-position.js";
import {
  type JetStreamClient,
  type JetStreamManager,
  jetstream,
  jetstreamManager,
  type NatsConnection,
} from "../vendor/nats.js";
import { headersOf, messageId, positionOf, subjectOf } from "./block-message.js";
import { connectNats, refused } from "./nats-connection.js";
import { type NatsTarget, natsTarget } from "./nats-target.js";
import { Attempts, apiCode, isRefusal, natsReason } from "./retries.js";
import { settingsAtFault, wrongStream } from "./stream-settings.js";

const requestMs = 5000;

/** Codes of JetStream's errors: of its server, errors.json. */
const codes = { noStream: 10059, wrongLastSequence: 10071, notEnabledForAccount: 10039, noMessage: 10037 } as const;

export const jetStreamSink: ShipSinkFactory = (options) => new JetStreamSink(options);

interface Client {
  readonly connection: NatsConnection;
  readonly publisher: JetStreamClient;
  readonly manager: JetStreamManager;
}

/**
 * Puts blocks into a stream, each once: its id says which lines it has, and it goes only after the message that was the last of its subject when its
 * position was read. The second alone is not enough for nats-server 2.9, where it races; the first alone would let blocks of other sizes overlap.
 */
class JetStreamSink implements ShipSink {
  readonly #options: SinkOptions;
  readonly #target: NatsTarget;
  readonly #schemas: string;
  #client: Client | undefined;
  #subject = "";
  /** Sequence of the last message of the subject; 0 for none. */
  #last = 0;

  constructor(options: SinkOptions) {
    this.#options = options;
    this.#target = natsTarget(options.to);
    this.#schemas = schemasDigest(options.catalogue);
  }

  async open(origin: ShipOrigin): Promise<ShipPosition | undefined> {
    this.#subject = subjectOf(origin);
    const isFirst = this.#client === undefined;
    this.#client ??= await this.#connect();
    if (isFirst) await this.#retrying("look at the stream", (client) => this.#checkStream(client));
    return this.#readLast();
  }

  async send(block: ShipBlock): Promise<boolean> {
    const made = headersOf(block, this.#schemas);
    const id = messageId(block);
    const isSent = await this.#retrying("put lines into the stream", async ({ publisher }) => {
      const expect = { streamName: this.#target.stream, lastSubjectSequence: this.#last };
      try {
        // The client sets the expectations in the headers that it gets.
        const ack = await publisher.publish(this.#subject, block.bytes, {
          msgID: id,
          expect,
          headers: made,
          timeout: requestMs,
          retries: 1,
        });
        if (ack.duplicate) return false;
        this.#last = ack.seq;
        return true;
      } catch (error) {
        if (apiCode(error) === codes.wrongLastSequence) return false;
        throw error;
      }
    });
    if (isSent) return true;
    // An attempt whose answer was lost, or another shipper.
    this.#options.counts.duplicates++;
    const position = await this.#readLast();
    return JSON.stringify(position) === JSON.stringify(block.after);
  }

  async close(): Promise<void> {
    await this.#client?.connection.close();
    this.#client = undefined;
  }

  async #connect(): Promise<Client> {
    const { env, cwd } = this.#options;
    const attempts = this.#attempts();
    const connection = await connectNats({ target: this.#target, env, cwd, name: "metric-events ship" }, attempts);
    await attempts.succeeded(`${this.#target.shown} answers`);
    const publisher = jetstream(connection, { timeout: requestMs });
    return {
      connection,
      publisher,
      manager: await jetstreamManager(connection, { timeout: requestMs, checkAPI: false }),
    };
  }

  async #checkStream({ manager }: Client): Promise<void> {
    const { config } = await manager.streams.info(this.#target.stream);
    const faults = settingsAtFault(config);
    if (faults.length > 0) throw wrongStream(this.#target.stream, faults);
  }

  async #readLast(): Promise<ShipPosition | undefined> {
    const last = await this.#retrying("read the last message of the log", async ({ manager }) => {
      try {
        return await manager.streams.getMessage(this.#target.stream, { last_by_subj: this.#subject });
      } catch (error) {
        if (apiCode(error) === codes.noMessage) return null;
        throw error;
      }
    });
    this.#last = last?.seq ?? 0;
    if (last === null) return undefined;
    const position = positionOf(last.header);
    if (position !== undefined) return position;
    throw new ShipError(
      "wrong-stream",
      `message ${last.seq} of ${printable(this.#subject)} in the stream ${this.#target.stream} is of another program; remove it, or use a stream of another name`,
    );
  }

  /** Tries until it works: while a leader is elected, requests time out or find JetStream not enabled. */
  async #retrying<Result>(what: string, work: (client: Client) => Promise<Result>): Promise<Result> {
    const { stream, shown } = this.#target;
    const attempts = this.#attempts();
    for (;;) {
      this.#options.signal.throwIfAborted();
      const client = (this.#client ??= await this.#connect());
      try {
        const result = await work(client);
        await attempts.succeeded(`${shown} takes lines again`);
        return result;
      } catch (error) {
        if (error instanceof ShipError) throw error;
        if (isRefusal(error)) throw refused(this.#target, error);
        if (apiCode(error) === codes.noStream) {
          throw new ShipError(
            "no-stream",
            `${shown} has no stream ${stream}; make it with metric-events ship --init --to ${shown}/${stream}`,
            { cause: error },
          );
        }
        const isOff =
          client.connection.info?.jetstream !== true && natsReason(error).includes("jetstream is not enabled");
        if (isOff || apiCode(error) === codes.notEnabledForAccount) {
          throw new ShipError(
            "unsupported-server",
            `${shown} has no JetStream${isOff ? "" : " for this account"}; start nats-server with -js, or enable it in its configuration`,
            { cause: error },
          );
        }
        if (client.connection.isClosed()) this.#client = undefined;
        await attempts.failed(
          new ShipError("unavailable", `${shown} does not ${what}: ${natsReason(error)}; see the log of nats-server`, {
            cause: error,
          }),
        );
      }
    }
  }

  #attempts(): Attempts {
    const { signal, once, onNotice, counts } = this.#options;
    return new Attempts({ signal, once, onNotice, onRetry: () => void counts.retries++ });
  }
}
