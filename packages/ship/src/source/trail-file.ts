import { LogError } from "@metric-events/reader";
import type { OpenedLog } from "./find-place.js";
import { type CutLimits, type CutLines, LineCutter } from "./line-cutter.js";
import { bytesBefore, LogBytes } from "./log-bytes.js";
import { fingerprintOf, markedBytes, placeHash } from "./place-hash.js";
import type { FilePlace } from "./ship-position.js";

/** Lines of a file, and where it is after them. */
export interface TrailLines extends CutLines {
  readonly before: FilePlace;
  readonly after: FilePlace;
}

/** A file of a log that is shipped. */
export class TrailFile {
  readonly log: OpenedLog;
  readonly #bytes: LogBytes;
  readonly #cutter: LineCutter;
  /** The last bytes before the place. */
  #marked: Uint8Array;
  #place: FilePlace;
  /** When it last grew, or was no longer the file at the path, whichever is later. */
  #quietSince: number;
  #isCurrent = false;
  #isLeft = false;

  private constructor(
    log: OpenedLog,
    bytes: LogBytes,
    place: FilePlace,
    marked: Uint8Array,
    quietMs: number,
    limits: CutLimits,
  ) {
    this.log = log;
    this.#bytes = bytes;
    this.#place = place;
    this.#marked = marked;
    this.#cutter = new LineCutter(limits);
    this.#quietSince = performance.now() - quietMs;
  }

  /** Goes on at a place that the file has. */
  static async at(log: OpenedLog, place: FilePlace, limits: CutLimits): Promise<TrailFile> {
    const bytes = await LogBytes.open(log.handle, place.offset);
    const marked = (await bytesBefore(log.handle, place.offset, markedBytes)) ?? new Uint8Array(0);
    return new TrailFile(log, bytes, place, marked, await quietMsOf(log), limits);
  }

  /** Begins with its first line. */
  static async begin(log: OpenedLog, number: number, limits: CutLimits): Promise<TrailFile> {
    const place = { number, fingerprint: "", offset: 0, lines: 0, mark: placeHash(new Uint8Array(0)) };
    const bytes = await LogBytes.open(log.handle, 0);
    return new TrailFile(log, bytes, place, new Uint8Array(0), await quietMsOf(log), limits);
  }

  /** How far its lines were handed out. It has no fingerprint before the first. */
  get place(): FilePlace {
    return this.#place;
  }

  get hasLines(): boolean {
    return this.#cutter.hasLines;
  }

  /** The full blocks of what was appended. Returns whether the file was emptied. */
  async *read(onDamage: (error: LogError) => Promise<void> | void): AsyncGenerator<TrailLines, boolean> {
    const chunks = this.#bytes.read();
    try {
      for (;;) {
        const next = await chunks.next();
        if (next.done === true) return next.value === "emptied";
        this.#quietSince = performance.now() - (await quietMsOf(this.log));
        for (const cut of this.#cutter.push(next.value)) yield await this.#placed(cut);
      }
    } catch (error) {
      if (!(error instanceof LogError)) throw error;
      await onDamage(error);
      return false;
    } finally {
      await chunks.return("all");
    }
  }

  /** Whole lines that do not fill a block. */
  async *flush(): AsyncGenerator<TrailLines> {
    for (const cut of this.#cutter.flush()) yield await this.#placed(cut);
  }

  /** The last line too, which has no newline. */
  async *end(): AsyncGenerator<TrailLines> {
    for (const cut of this.#cutter.end()) yield await this.#placed(cut);
  }

  /** Notes that the path names it. */
  stay(): void {
    this.#isCurrent = true;
  }

  /** Notes that the path names another file now. */
  leave(): void {
    if (this.#isCurrent) this.#quietSince = performance.now();
    this.#isCurrent = false;
    this.#isLeft = true;
  }

  /** Whether nobody wrote to it for some time after the path named another file. */
  wasLeftFor(milliseconds: number): boolean {
    return this.#isLeft && performance.now() - this.#quietSince >= milliseconds;
  }

  async close(): Promise<void> {
    await this.#bytes.close();
  }

  async #placed(cut: CutLines): Promise<TrailLines> {
    const { number, offset, lines } = this.#place;
    const fingerprint = this.#place.fingerprint || ((await fingerprintOf(this.log.handle, true)) ?? "");
    const before = { ...this.#place, fingerprint };
    const end = offset + cut.length;
    this.#marked = cut.isCut ? await this.#read(end) : lastOf(this.#marked, cut.bytes);
    this.#place = { number, fingerprint, offset: end, lines: lines + cut.lineCount, mark: placeHash(this.#marked) };
    return { ...cut, before, after: this.#place };
  }

  async #read(end: number): Promise<Uint8Array> {
    return (await bytesBefore(this.log.handle, end, markedBytes)) ?? new Uint8Array(0);
  }
}

/** How long ago somebody wrote to it, by the clock of the system: no longer than it is read, if that was set back. */
async function quietMsOf({ handle }: OpenedLog): Promise<number> {
  return Math.max(0, Date.now() - (await handle.stat()).mtimeMs);
}

function lastOf(marked: Uint8Array, bytes: Uint8Array): Uint8Array {
  if (bytes.length >= markedBytes) return new Uint8Array(bytes.subarray(bytes.length - markedBytes));
  const all = Buffer.concat([marked, bytes]);
  return all.subarray(Math.max(0, all.length - markedBytes));
}
