import { printable } from "@metric-events/text";
import { ShipError } from "../ship-error.js";
import {
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
  jetstream,
  jetstreamManager,
  type NatsConnection,
  type StoredMsg,
  type StreamConfig,
  type StreamInfo,
} from "../vendor/nats.js";
import { allSubjects } from "./block-message.js";
import type { ClientOptions } from "./client-options.js";
import { connectNats, refused } from "./nats-connection.js";
import { type NatsTarget, natsTarget } from "./nats-target.js";
import { Attempts, apiCode, isRefusal, natsReason } from "./retries.js";

export const requestMs = 5000;
const fetchMs = 2000;

/** Codes of the errors of JetStream: errors.json of nats-server. */
const codes = {
  noStream: 10059,
  notEnabledForAccount: 10039,
  noMessage: 10037,
  overlap: 10065,
  temporarilyUnavailable: 10008,
} as const;

export interface OpenClient {
  readonly connection: NatsConnection;
  readonly publisher: JetStreamClient;
  readonly manager: JetStreamManager;
}

/** A stream of a server. Whatever is asked of it is asked again as long as that may help. It is to be closed. */
export class StreamClient {
  readonly target: NatsTarget;
  readonly #options: ClientOptions;
  #client: OpenClient | undefined;

  /** @throws {ShipError} `unknown-destination`. */
  constructor(options: ClientOptions) {
    this.#options = options;
    this.target = natsTarget(options.to);
  }

  /** @throws {ShipError} `no-stream`, and as {@link retrying}. */
  async info(): Promise<StreamInfo> {
    return this.retrying("look at the stream", ({ manager }) => manager.streams.info(this.target.stream));
  }

  /** The same with the subjects that have messages. */
  async subjects(): Promise<StreamInfo & { readonly subjects: readonly string[] }> {
    const info = await this.retrying("list its logs", ({ manager }) =>
      manager.streams.info(this.target.stream, { subjects_filter: allSubjects }),
    );
    return { ...info, subjects: Object.keys(info.state.subjects ?? {}) };
  }

  /** The stream's settings; `undefined` if there is none. */
  async settings(name: string = this.target.stream): Promise<StreamConfig | undefined> {
    return this.retrying("look at the stream", async ({ manager }) => {
      try {
        return (await manager.streams.info(name)).config;
      } catch (error) {
        if (apiCode(error) === codes.noStream) return undefined;
        throw error;
      }
    });
  }

  async create(settings: Partial<StreamConfig> & { name: string }): Promise<void> {
    await this.retrying("make the stream", async ({ manager }) => {
      try {
        await manager.streams.add(settings);
      } catch (error) {
        const code = apiCode(error);
        if (code === 0 || code === codes.temporarilyUnavailable) throw error;
        const advice =
          code === codes.overlap ? `name the stream that is there, as in ${this.target.shown}/NAME` : "ask for less";
        throw new ShipError(
          "wrong-stream",
          `${printable(this.target.shown)} does not make the stream ${settings.name}: ${natsReason(error)}; ${advice}`,
          { cause: error },
        );
      }
    });
  }

  /** The last message of a subject, by the leader of the stream. */
  async lastOf(subject: string, stream: string = this.target.stream): Promise<StoredMsg | undefined> {
    return this.#stored({ last_by_subj: subject }, stream);
  }

  /** When a message was taken; `undefined` if it is gone. */
  async timeOf(sequence: number): Promise<string | undefined> {
    return (await this.#stored({ seq: sequence }, this.target.stream))?.time.toISOString();
  }

  async #stored(query: { seq: number } | { last_by_subj: string }, stream: string): Promise<StoredMsg | undefined> {
    return this.retrying("read a message", async ({ manager }) => {
      try {
        return (await manager.streams.getMessage(stream, query)) ?? undefined;
      } catch (error) {
        if (apiCode(error) === codes.noMessage) return undefined;
        throw error;
      }
    });
  }

  /** The messages from one sequence to another, as far as they are there, in order. */
  async read(from: number, to: number): Promise<readonly JsMsg[]> {
    return this.retrying("read messages", async ({ publisher }) => {
      const consumer = await publisher.consumers.get(this.target.stream, { opt_start_seq: from });
      const found: JsMsg[] = [];
      try {
        for (let next = from; next <= to; ) {
          let isEmpty = true;
          for await (const message of await consumer.fetch({ max_messages: to - next + 1, expires: fetchMs })) {
            isEmpty = false;
            next = message.seq + 1;
            if (message.seq <= to) found.push(message);
            if (next > to) break;
          }
          // What is left of the range was removed from the stream.
          if (isEmpty) break;
        }
      } finally {
        await consumer.delete().catch(() => false);
      }
      return found;
    });
  }

  /**
   * Does something until it works: while a leader is elected, requests time out or find JetStream not enabled.
   *
   * @param what is done, in an infinitive without "to".
   * @throws {ShipError} for what no attempt would change; with `once`, also after half a minute.
   */
  async retrying<Result>(what: string, work: (client: OpenClient) => Promise<Result>): Promise<Result> {
    const { shown } = this.target;
    const attempts = this.#attempts();
    for (;;) {
      this.#options.signal.throwIfAborted();
      this.#client ??= await this.#connect();
      const client = this.#client;
      try {
        const result = await work(client);
        await attempts.succeeded(`${printable(shown)} works again`);
        return result;
      } catch (error) {
        this.#refuseHopeless(error, client);
        if (client.connection.isClosed()) this.#client = undefined;
        const reason = natsReason(error);
        await attempts.failed(
          new ShipError("unavailable", `${printable(shown)} does not ${what}: ${reason}; ${adviceFor(reason)}`, {
            cause: error,
          }),
        );
      }
    }
  }

  async close(): Promise<void> {
    await this.#client?.connection.close();
    this.#client = undefined;
  }

  /** Throws for what no further attempt would change. */
  #refuseHopeless(error: unknown, { connection }: OpenClient): void {
    const { stream } = this.target;
    const shown = printable(this.target.shown);
    if (error instanceof ShipError) throw error;
    if (isRefusal(error)) throw refused(this.target, error);
    if (apiCode(error) === codes.noStream) {
      throw new ShipError(
        "no-stream",
        `${shown} has no stream ${stream}; make it with: metric-events ship --init --to ${shown}/${stream}`,
        { cause: error },
      );
    }
    const isOff = connection.info?.jetstream !== true && natsReason(error).includes("jetstream is not enabled");
    if (!isOff && apiCode(error) !== codes.notEnabledForAccount) return;
    throw new ShipError(
      "unsupported-server",
      `${shown} has no JetStream${isOff ? "" : " for this account"}; start nats-server with -js, or enable it in its configuration`,
      { cause: error },
    );
  }

  async #connect(): Promise<OpenClient> {
    const { env, cwd, name } = this.#options;
    const attempts = this.#attempts();
    const connection = await connectNats({ target: this.target, env, cwd, name }, attempts);
    await attempts.succeeded(`${printable(this.target.shown)} answers`);
    const publisher = jetstream(connection, { timeout: requestMs });
    const manager = await jetstreamManager(connection, { timeout: requestMs, checkAPI: false });
    return { connection, publisher, manager };
  }

  #attempts(): Attempts {
    const { signal, once, patienceMs, onNotice, counts } = this.#options;
    return new Attempts({ signal, once, patienceMs, onNotice, onRetry: () => void counts.retries++ });
  }
}

function adviceFor(reason: string): string {
  if (/maximum (?:bytes|messages) exceeded/.test(reason)) {
    return "the stream is full: collect it, or give it more room; nothing is lost meanwhile, since the log files stay";
  }
  if (/insufficient|no space|resource/i.test(reason)) {
    return "a server has no room: free its disk, or raise its limits; nothing is lost meanwhile, since the log files stay";
  }
  return "see the log of nats-server; nothing is lost meanwhile, since the log files stay";
}
