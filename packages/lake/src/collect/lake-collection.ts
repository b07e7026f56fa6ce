import { copyFile, rename, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type Database,
  makeTemporaryFolder,
  openDatabase,
  untilAborted,
  type ViewModel,
  viewModel,
} from "@metric-events/query";
import type { Catalogue } from "@metric-events/runtime";
import { makeFolder } from "@metric-events/system";
import { LakeError } from "../lake-error.js";
import { LakeWriter } from "../lake-writer.js";
import { isLake, ownFolder, readLakeManifest, readLedger } from "../manifest/lake-files.js";
import { emptyLedger } from "../manifest/ledger.js";
import { emptyManifest, type LakeManifest } from "../manifest/manifest.js";
import { collectedFileName } from "../parts/part-path.js";
import { type Acceptance, acceptMessages, type CollectedMessage } from "./accept-messages.js";
import { hasSequence } from "./byte-ranges.js";
import { claimRange, releaseRange } from "./claims.js";
import type { CollectedFile, CollectedStream, CollectRange, OpenRange } from "./collected.js";
import { replacedFiles, withCollected } from "./with-collected.js";
import { type WrittenBlock, writeBlock } from "./write-block.js";

export interface CollectionOptions {
  /** The folder of the lake, relative to `cwd`: a lake, or a new or empty folder. */
  readonly lake: string;
  readonly cwd: string;
  readonly catalogue: Catalogue;
  readonly signal: AbortSignal;
  /** Messages that become one set of files, for a lake that was not collected into before. Default: 200. */
  readonly blockSize?: number | undefined;
  /** Called with the folder that holds what is not in the lake yet, for a process that ends without it. */
  readonly onBegin?: ((folders: readonly string[]) => Promise<void> | void) | undefined;
}

/** The stream as it is now. */
export interface SeenStream {
  /** When it was made. */
  readonly created: string;
  readonly firstSequence: number;
  readonly lastSequence: number;
  /** The time of a message; `undefined` for one that is gone. */
  timeOf(sequence: number): Promise<string | undefined>;
}

/** What was written for a range and does not count yet. */
export interface StagedRange {
  readonly range: CollectRange;
  readonly messages: readonly CollectedMessage[];
  readonly acceptance: Acceptance;
  readonly written: WrittenBlock;
  readonly folder: string;
  readonly lastTime: string | undefined;
}

/** What was added to a lake. */
export interface Collected {
  readonly messages: number;
  readonly lines: number;
  readonly events: number;
  readonly badLines: number;
  /** Lines of events that the schemas do not know. */
  readonly unknown: number;
}

const defaultBlockSize = 200;
/** How long another writer may take, such as a compaction. */
const busyMs = 120_000;

/** A lake that messages of a stream are collected into, by any number of processes at once. It is to be closed. */
export class LakeCollection {
  readonly #options: CollectionOptions;
  readonly #folder: string;
  readonly #temporary: string;
  readonly #database: Database;
  readonly #model: ViewModel;
  #manifest: LakeManifest;
  #files: readonly CollectedFile[];
  #staged = 0;

  private constructor(options: CollectionOptions, temporary: string, database: Database) {
    this.#options = options;
    this.#folder = resolve(options.cwd, options.lake);
    this.#temporary = temporary;
    this.#database = database;
    this.#model = viewModel(options.catalogue);
    [this.#manifest, this.#files] = [emptyManifest, []];
  }

  /**
   * Makes the lake, if there is none.
   *
   * @throws {LakeError}
   * @throws {QueryError} when DuckDB is missing.
   */
  static async open(options: CollectionOptions): Promise<LakeCollection> {
    const temporary = await makeTemporaryFolder();
    try {
      await options.onBegin?.([temporary]);
      const collection = new LakeCollection(options, temporary, await openDatabase(temporary, options.signal));
      if (!isLake(collection.#folder)) await (await collection.#writer()).close();
      collection.#read();
      return collection;
    } catch (error) {
      await rm(temporary, { recursive: true, force: true });
      throw error;
    }
  }

  get #collected(): CollectedStream | undefined {
    return this.#manifest.collected;
  }

  get #blockSize(): number {
    return this.#collected?.blockSize ?? this.#options.blockSize ?? defaultBlockSize;
  }

  /** What the lake has of each file of each log. */
  get files(): readonly CollectedFile[] {
    return this.#files;
  }

  /** What the lake lacks of a stream, the oldest first: whole blocks, and then the messages of the block that is not full. */
  async lacking(stream: SeenStream): Promise<readonly CollectRange[]> {
    this.#read();
    const epoch = await this.#epochOf(stream);
    const isKnown = epoch === this.#collected?.epoch;
    const [done, open] = isKnown ? [this.#collected.done, this.#collected.open] : [[], []];
    const size = this.#blockSize;
    const ranges: CollectRange[] = [];
    const { firstSequence, lastSequence } = stream;
    for (let from = firstSequence - ((firstSequence - 1) % size); from <= lastSequence; from += size) {
      const to = from + size - 1;
      if (hasSequence(done, from)) continue;
      const parts = open.filter((each) => each.from >= from && each.to <= to);
      const next = Math.max(from, ...parts.map((each) => each.to + 1));
      // Parts whose messages are gone from the stream cannot be written again: they stay.
      const isGone = parts.some((each) => each.from < firstSequence);
      if (to <= lastSequence) ranges.push({ epoch, from: isGone ? next : from, to, isWhole: true });
      else if (next <= lastSequence) ranges.push({ epoch, from: next, to: lastSequence, isWhole: false });
    }
    return ranges;
  }

  /** Whether nobody else writes a range; tells others that this process does, until it is released. */
  async claim(range: CollectRange): Promise<boolean> {
    return claimRange(join(this.#folder, ownFolder), range);
  }

  async release(range: CollectRange): Promise<void> {
    await releaseRange(join(this.#folder, ownFolder), range);
  }

  /** Judges messages and writes them into files, which do not count yet. */
  async stage(
    range: CollectRange,
    messages: readonly CollectedMessage[],
    lastTime: string | undefined,
  ): Promise<StagedRange> {
    const { catalogue, signal } = this.#options;
    const acceptance = acceptMessages(messages, this.#files, range.epoch, this.#replacedBy(range));
    const folder = join(this.#temporary, `block-${++this.#staged}`);
    const fileName = collectedFileName(range.epoch, range);
    const work = writeBlock(acceptance.lines, {
      database: this.#database,
      model: this.#model,
      catalogue,
      folder,
      fileName,
      now: lastTime === undefined ? 0 : Date.parse(lastTime) / 1000,
      signal,
    });
    return { range, messages, acceptance, written: await untilAborted(work, signal), folder, lastTime };
  }

  /** Makes staged ranges count, but for those that another process has made count meanwhile. */
  async commit(staged: readonly StagedRange[], created: string): Promise<Collected> {
    const writer = await this.#writer();
    const total = { messages: 0, lines: 0, events: 0, badLines: 0, unknown: 0 };
    try {
      this.#manifest = writer.manifest;
      this.#files = writer.ledger.collected ?? [];
      let change: Omit<LakeManifest, "generation" | "ledger"> = writer.manifest;
      let isChanged = false;
      for (const each of staged) {
        const fresh = await this.#fresh(each);
        if (fresh === undefined) continue;
        const { range, acceptance, written, folder, lastTime } = fresh;
        for (const { path } of [...written.parts, ...written.badLines, ...written.unknown]) {
          await putFile(join(folder, path), join(this.#folder, path));
        }
        const blockSize = this.#blockSize;
        const replaced = replacedFiles(change, range);
        change = withCollected(change, { range, taken: acceptance.taken, written, lastTime, created, blockSize });
        [this.#manifest, this.#files] = [{ ...this.#manifest, ...change }, fresh.acceptance.files];
        isChanged = true;
        total.messages += fresh.messages.length - replaced.messages;
        total.lines += written.lines - replaced.lines;
        total.events += rowsOf(written.parts) - rowsOf(replaced.parts);
        total.badLines += rowsOf(written.badLines) - rowsOf(replaced.badLines);
        total.unknown += rowsOf(written.unknown) - rowsOf(replaced.unknown);
      }
      if (isChanged) await writer.commit(change, { ...writer.ledger, collected: this.#files });
    } finally {
      await writer.close();
    }
    for (const { folder } of staged) await rm(folder, { recursive: true, force: true });
    return total;
  }

  async close(): Promise<void> {
    await this.#database.close();
    await rm(this.#temporary, { recursive: true, force: true, maxRetries: 5 });
  }

  /** A range as it is to be written now; `undefined` if the lake has it, or the stream became another one. */
  async #fresh(staged: StagedRange): Promise<StagedRange | undefined> {
    const { range, messages, acceptance, lastTime } = staged;
    const collected = this.#collected;
    if (collected !== undefined && range.epoch < collected.epoch) return undefined;
    if (collected?.epoch === range.epoch) {
      if (hasSequence(collected.done, range.from)) return undefined;
      const isOverlapping = collected.open.some(({ from, to }) => from <= range.to && range.from <= to);
      if (!range.isWhole && isOverlapping) return undefined;
    }
    const now = acceptMessages(messages, this.#files, range.epoch, this.#replacedBy(range));
    if (sameLines(now, acceptance)) return { ...staged, acceptance: now };
    return this.stage(range, messages, lastTime);
  }

  /** What was taken from parts of the same block. */
  #replacedBy({ epoch, from, to, isWhole }: CollectRange): OpenRange["taken"] {
    const collected = this.#collected;
    if (!isWhole || collected?.epoch !== epoch) return [];
    return collected.open.filter((each) => each.from >= from && each.to <= to).flatMap(({ taken }) => taken);
  }

  /** The epoch of a stream: the known one, unless the stream is another, or was set back. */
  async #epochOf({ created, lastSequence, timeOf }: SeenStream): Promise<number> {
    const collected = this.#collected;
    if (collected === undefined) return 1;
    const { epoch, last } = collected;
    if (collected.created !== created || (last !== undefined && last.sequence > lastSequence)) return epoch + 1;
    if (last === undefined) return epoch;
    const time = await timeOf(last.sequence);
    return time !== undefined && time !== last.time ? epoch + 1 : epoch;
  }

  /** Reads it again when another process replaces it meanwhile. */
  #read(): void {
    for (let attempt = 0; ; attempt++) {
      try {
        this.#readOnce();
        return;
      } catch (error) {
        if (attempt === readAttempts || !(error instanceof LakeError) || error.code !== "broken-manifest") throw error;
      }
    }
  }

  #readOnce(): void {
    this.#manifest = readLakeManifest(this.#folder, this.#options.lake);
    this.#files =
      (this.#manifest.ledger === undefined ? emptyLedger : readLedger(this.#folder, this.#manifest)).collected ?? [];
  }

  /** Waits for other writers. */
  async #writer(): Promise<LakeWriter> {
    const { lake, cwd, signal } = this.#options;
    const deadline = performance.now() + busyMs;
    for (let delayMs = 5; ; delayMs = Math.min(500, delayMs * 2)) {
      signal.throwIfAborted();
      try {
        return await LakeWriter.open(lake, { cwd, makesNew: true });
      } catch (error) {
        const isBusy = error instanceof LakeError && error.code === "busy";
        if (!isBusy || performance.now() > deadline) throw error;
        await sleep(delayMs * (0.5 + Math.random()));
      }
    }
  }
}

const readAttempts = 10;

function placesOf({ taken }: Acceptance): string {
  return JSON.stringify(taken.map(({ range }) => range));
}

function sameLines(left: Acceptance, right: Acceptance): boolean {
  return placesOf(left) === placesOf(right);
}

function rowsOf(parts: readonly { readonly rows: number }[]): number {
  return parts.reduce((sum, { rows }) => sum + rows, 0);
}

/** Under its name only once it is whole. */
async function putFile(source: string, target: string): Promise<void> {
  const unfinished = `${target}.unfinished`;
  makeFolder(dirname(target));
  await copyFile(source, unfinished);
  await rename(unfinished, target);
}
