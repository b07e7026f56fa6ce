import { setTimeout as sleep } from "node:timers/promises";
import type { Collected, CollectedMessage, CollectRange, LakeCollection, SeenStream } from "@metric-events/lake";
import type { Catalogue } from "@metric-events/runtime";
import { StreamClient } from "../nats/stream-client.js";
import type { JsMsg } from "../vendor/nats.js";
import { collectedMessage } from "./message-lines.js";
import { ProgressNotes } from "./progress-notes.js";

export interface CollectOptions {
  /** The stream, as `nats://host:4222`, or with its name: `nats://host:4222/STREAM`. */
  readonly from: string;
  /** The folder of the lake, relative to `cwd`: a lake, or a new or empty folder. */
  readonly into: string;
  readonly catalogue: Catalogue;
  /** Ends the work; what was made to count stays. */
  readonly signal: AbortSignal;
  /** Whether to end with the messages that are there now. Default: false. */
  readonly once?: boolean;
  /** Default: the working directory of the process. */
  readonly cwd?: string;
  /** Credentials. Default: that of the process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly onNotice?: ((text: string) => Promise<void> | void) | undefined;
  /** Called after each change of the lake with what was added so far. */
  readonly onProgress?: ((collected: Collected) => Promise<void> | void) | undefined;
  /** Called with the folder that holds what is not in the lake yet, for a process that ends without it. */
  readonly onBegin?: ((folders: readonly string[]) => Promise<void> | void) | undefined;
  /** Messages that become one set of files, for a lake that was not collected into before. Default: 200. */
  readonly blockSize?: number;
  /** Time between two looks at the stream. Default: 1,000. */
  readonly pollMs?: number;
}

/** Blocks that are made to count at once. */
const maxRanges = 4;
/** How long to wait for another process that writes the last ranges. */
const othersMs = 50;

/**
 * Collects a stream into a lake. The files of a lake are named by the sequences of the messages in them, and the same whoever writes them: any number of
 * processes may collect at once, and may be killed at any moment.
 *
 * @throws {ShipError}
 * @throws {LakeError}
 * @throws {QueryError} when DuckDB is missing, or fails.
 */
export async function collectStream(options: CollectOptions): Promise<Collected> {
  const {
    from,
    into,
    catalogue,
    signal,
    once = false,
    cwd = process.cwd(),
    env = process.env,
    pollMs = 1000,
  } = options;
  const { onNotice = () => {}, onProgress, onBegin, blockSize } = options;
  const { LakeCollection: Collection } = await import("@metric-events/lake");
  const counts = { retries: 0, duplicates: 0 };
  const client = new StreamClient({
    to: from,
    env,
    cwd,
    once,
    signal,
    onNotice,
    counts,
    name: "metric-events collect",
  });
  const collection = await Collection.open({ lake: into, cwd, catalogue, signal, blockSize, onBegin });
  let total: Collected = { messages: 0, lines: 0, events: 0, badLines: 0, unknown: 0 };
  const rounds = new CollectRounds(client, collection, onNotice);
  try {
    while (!signal.aborted) {
      const round = await rounds.next();
      if (round.added !== undefined) {
        total = sumOf(total, round.added);
        await onProgress?.(total);
      }
      if (round.added !== undefined && round.isMore) continue;
      if (once && !round.isMore) break;
      await sleep(round.isMore ? othersMs : pollMs, undefined, { signal }).catch(() => {});
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await collection.close();
    await client.close();
  }
  return total;
}

interface Round {
  /** `undefined` where nothing was to do. */
  readonly added: Collected | undefined;
  /** Whether the lake lacks more of what the stream had. */
  readonly isMore: boolean;
}

class CollectRounds {
  readonly #client: StreamClient;
  readonly #collection: LakeCollection;
  readonly #onNotice: (text: string) => Promise<void> | void;
  readonly #progress: ProgressNotes;
  /** Messages that hold no lines. */
  #strange = 0;

  constructor(client: StreamClient, collection: LakeCollection, onNotice: (text: string) => Promise<void> | void) {
    this.#client = client;
    this.#collection = collection;
    this.#onNotice = onNotice;
    this.#progress = new ProgressNotes(client);
  }

  /** Collects some ranges that nobody else does. */
  async next(): Promise<Round> {
    const stream = await this.#seen();
    const lacking = await this.#collection.lacking(stream);
    const claimed: CollectRange[] = [];
    try {
      for (const range of lacking) {
        if (claimed.length === maxRanges) break;
        if (await this.#collection.claim(range)) claimed.push(range);
      }
      if (claimed.length === 0) return { added: undefined, isMore: lacking.length > 0 };
      const staged = [];
      for (const range of claimed) {
        const { messages, lastTime } = await this.#messages(range, stream);
        staged.push(await this.#collection.stage(range, messages, lastTime));
      }
      const added = await this.#collection.commit(staged, stream.created);
      await this.#publishProgress(stream);
      return { added, isMore: lacking.length > claimed.length };
    } finally {
      for (const range of claimed) await this.#collection.release(range);
    }
  }

  /** Says how far the lake is with each log, as far as it has everything before. */
  async #publishProgress(stream: SeenStream): Promise<void> {
    const [first] = await this.#collection.lacking(stream);
    await this.#progress.publish(first?.from ?? stream.lastSequence + 1);
  }

  async #seen(): Promise<SeenStream> {
    const { created, state } = await this.#client.info();
    return {
      created,
      firstSequence: Math.max(1, state.first_seq),
      lastSequence: state.last_seq,
      timeOf: async (sequence) => this.#client.timeOf(sequence),
    };
  }

  async #messages(
    { from, to }: CollectRange,
    { firstSequence }: SeenStream,
  ): Promise<{ readonly messages: readonly CollectedMessage[]; readonly lastTime: string | undefined }> {
    const messages: CollectedMessage[] = [];
    let last: JsMsg | undefined;
    for (const message of await this.#client.read(Math.max(from, firstSequence), to)) {
      last = message;
      const collected = collectedMessage(message);
      if (collected === undefined) this.#strange++;
      else {
        messages.push(collected);
        this.#progress.note(message);
      }
    }
    if (this.#strange > 0) {
      await this.#onNotice(`${this.#strange} messages of another program in the stream; left out`);
      this.#strange = 0;
    }
    return { messages, lastTime: last?.time.toISOString() };
  }
}

function sumOf(left: Collected, right: Collected): Collected {
  return {
    messages: left.messages + right.messages,
    lines: left.lines + right.lines,
    events: left.events + right.events,
    badLines: left.badLines + right.badLines,
    unknown: left.unknown + right.unknown,
  };
}
