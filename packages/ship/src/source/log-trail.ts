import { stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LogError, openLogFamily } from "@metric-events/reader";
import { printable } from "@metric-events/text";
import { type FoundPlace, findPlace, type OpenedLog } from "./find-place.js";
import type { CutLimits } from "./line-cutter.js";
import { hasPlace } from "./place-hash.js";
import type { FilePlace, ShipPosition } from "./ship-position.js";
import { TrailFile, type TrailLines } from "./trail-file.js";
import { whyUnreadable } from "./why-unreadable.js";

export interface TrailOptions {
  /** The path as the user named it, for messages. */
  readonly shownAs: string;
  readonly signal: AbortSignal;
  readonly limits: CutLimits;
  /** Whether to end with the lines that are there now. */
  readonly once: boolean;
  /** Time between two looks. */
  readonly pollMs: number;
  /** How long lines may wait for others of their block. */
  readonly maxAgeMs: number;
  /** How long a rotated file must be quiet until its last line counts as torn, and before the second file after it is begun. */
  readonly lingerMs: number;
  readonly onNotice: (text: string) => Promise<void> | void;
}

/** Lines of a file, and the position after them. */
export interface TrailBlock extends TrailLines {
  readonly position: ShipPosition;
}

/** A log and all that was rotated away from it, from a position on: the files one after the other, then what is appended. */
export class LogTrail {
  readonly #path: string;
  readonly #options: TrailOptions;
  /** The file that was begun last, and the one before it, the oldest first. */
  #files: TrailFile[] = [];
  /** Of files that are gone, or were emptied. */
  #lost: ShipPosition = [];
  /** Of the file that was begun last, if it is gone and the one before it is there: its number is taken. */
  #gone: FilePlace | undefined;
  #nextNumber = 1;
  #missing: string | undefined;
  /** The state of the folder in which there was no next file. */
  #settled: string | undefined;

  constructor(path: string, options: TrailOptions) {
    this.#path = path;
    this.#options = options;
  }

  /**
   * The blocks after a position, each of lines of one file. Take each before you ask for the next.
   *
   * @throws {LogError} `unreadable` for a file that cannot be opened, since lines would be lost or come in another order; with `once`, also
   *   where there is no log.
   */
  async *blocks(from: ShipPosition): AsyncGenerator<TrailBlock> {
    const { signal, once, pollMs, maxAgeMs, lingerMs } = this.#options;
    this.#lost = from;
    this.#nextNumber = (from.at(-1)?.number ?? 0) + 1;
    let waitingSince: number | undefined;
    try {
      await this.#findPosition(from);
      while (!signal.aborted) {
        yield* this.#readFiles();
        if (signal.aborted) return;
        const isNext = yield* this.#beginNext();
        if (isNext) continue;
        waitingSince = this.#files.some(({ hasLines }) => hasLines) ? (waitingSince ?? performance.now()) : undefined;
        if (once || (waitingSince !== undefined && performance.now() - waitingSince + pollMs > maxAgeMs)) {
          for (const file of this.#files) yield* this.#placed(file.wasLeftFor(lingerMs) ? file.end() : file.flush());
          waitingSince = undefined;
        }
        if (once) return;
        await sleep(pollMs, undefined, { signal }).catch(() => {});
      }
    } finally {
      for (const file of this.#files) await file.close();
      this.#files = [];
    }
  }

  /** What was appended to the files that were begun. */
  async *#readFiles(): AsyncGenerator<TrailBlock> {
    const { onNotice, lingerMs } = this.#options;
    for (const file of this.#files) {
      const lines = file.read(({ message }) =>
        onNotice(`${this.#shown(file.log.name)}: ${message}; what can be read of it is shipped`),
      );
      const isEmptied = yield* this.#placed(lines);
      if (isEmptied) {
        yield* this.#placed(file.end());
        await this.#forget(file);
        return;
      }
      if (file.wasLeftFor(lingerMs)) yield* this.#placed(file.end());
    }
  }

  /** The file is shorter than it was: its lines may be in a copy, where they are looked for. */
  async #forget(file: TrailFile): Promise<void> {
    await this.#options.onNotice(
      `${this.#shown(file.log.name)}: was emptied; going on with its copy, if there is one, and its start`,
    );
    this.#lost = this.#position();
    await this.#closeFiles();
    await this.#findPosition(this.#lost);
  }

  /** Opens the files of a position, as far as they are there. */
  async #findPosition(position: ShipPosition): Promise<void> {
    const logs = await this.#family();
    const found = await findPlace(logs, position);
    const kept: OpenedLog[] = [];
    const [log, previous] = found === undefined ? [] : [logs[found.index], logs[found.index - 1]];
    if (found !== undefined && log !== undefined) {
      const before = found.isLast ? position.at(-2) : undefined;
      if (previous !== undefined && before !== undefined && (await hasPlace(previous.handle, before))) {
        await this.#track(previous, before);
        kept.push(previous);
      }
      await this.#track(log, found.place);
      kept.push(log);
      this.#lost = [];
    }
    this.#gone = found?.isLast === false ? position.at(-1) : undefined;
    if (position.length > 0 && logs.length > 0 && found?.isLast !== true) {
      const next = log === undefined ? "with the oldest that is there" : `after ${this.#shown(log.name)}`;
      await this.#options.onNotice(
        `${this.#shown(this.#path)}: the file that was shipped last is gone; going on ${next}`,
      );
    }
    await closeAll(logs.filter((each) => !kept.includes(each)));
    this.#settled = undefined;
  }

  async #track(log: OpenedLog, place: FilePlace): Promise<void> {
    this.#files.push(await TrailFile.at(log, place, this.#options.limits));
  }

  /** Begins the file after the last one, if there is one. Returns whether there is. */
  async *#beginNext(): AsyncGenerator<TrailBlock, boolean> {
    const id = await idAt(this.#path);
    const last = this.#files.at(-1);
    if (last !== undefined && last.log.id === id) {
      last.stay();
      return false;
    }
    const state = await stateOf(dirname(this.#path), id);
    if (state !== undefined && state === this.#settled) return false;
    for (const file of this.#files) file.leave();
    const { once, lingerMs, limits } = this.#options;
    // A writer that holds the older file open gets time to finish, since it is not read any more then.
    if (!once && this.#files.length > 1 && this.#files[0]?.wasLeftFor(lingerMs) === false) return false;
    // Their last whole lines come before those of the next file.
    for (const file of this.#files) yield* this.#placed(file.wasLeftFor(lingerMs) ? file.end() : file.flush());
    const logs = await this.#family();
    const found = await this.#findLast(logs);
    const next = logs[(found?.index ?? -1) + 1];
    const same = next === undefined && found?.isLast === true ? logs[found.index] : undefined;
    await closeAll(logs.filter((log) => log !== next && log !== same));
    if (next === undefined) {
      if (same !== undefined) await this.#replaceLast(same);
      this.#settled = state;
      return false;
    }
    // If the last one was removed, the one before it is what shows where to go on.
    const isGone = this.#files.length > 1 && found?.isLast === false;
    if (isGone && !once && this.#files.at(-1)?.wasLeftFor(lingerMs) === false) {
      await next.handle.close();
      return false;
    }
    if (this.#files.length > 1) yield* this.#drop(isGone ? 1 : 0);
    this.#files.push(await TrailFile.begin(next, this.#nextNumber++, limits));
    if (next.id !== id) this.#files.at(-1)?.leave();
    return true;
  }

  /** Goes on in a file that has the same bytes as the last one, and came for it. */
  async #replaceLast(log: OpenedLog): Promise<void> {
    const last = this.#files.at(-1);
    if (last === undefined || last.log.id === log.id) {
      await log.handle.close();
      return;
    }
    await last.close();
    this.#files[this.#files.length - 1] = await TrailFile.at(log, last.place, this.#options.limits);
  }

  /** The last look at a file, which is not read any more then. */
  async *#drop(index: number): AsyncGenerator<TrailBlock> {
    const dropped = this.#files[index];
    if (dropped === undefined) return;
    yield* this.#placed(dropped.read(() => {}));
    yield* this.#placed(dropped.end());
    await dropped.close();
    if (index > 0) this.#gone = dropped.place;
    this.#files = this.#files.filter((file) => file !== dropped);
  }

  /** Where the file that was begun last stands among all, or the one before it; `undefined` if both are gone. */
  async #findLast(logs: readonly OpenedLog[]): Promise<FoundPlace | undefined> {
    const last = this.#files.at(-1);
    if (last === undefined) return undefined;
    const same = logs.findIndex(({ id }) => id === last.log.id);
    if (same !== -1) return { index: same, place: last.place, isLast: true };
    if (last.place.fingerprint === "") {
      // Nothing of it was handed out: it is begun again, under whatever name it has now.
      await last.close();
      this.#files = this.#files.slice(0, -1);
      this.#nextNumber--;
    }
    return findPlace(logs, this.#position());
  }

  /** The files of the log, open, the oldest first. */
  async #family(): Promise<readonly OpenedLog[]> {
    const { once, onNotice } = this.#options;
    const logs = await openLogFamily(this.#path);
    const opened: OpenedLog[] = [];
    for (const { name, handle } of logs) {
      if (handle !== undefined) opened.push({ name, handle, id: idOf(await handle.stat({ bigint: true })) });
    }
    const failed = logs.find(({ handle }) => handle === undefined);
    const reason = failed === undefined ? undefined : await whyUnreadable(failed.name);
    const isMissing = reason === undefined || reason.isMissing;
    if (failed !== undefined && (once || !isMissing)) {
      await closeAll(opened);
      throw new LogError(
        "unreadable",
        `cannot read ${this.#shown(failed.name)}: ${reason?.text ?? "it cannot be opened"}`,
      );
    }
    if (reason !== undefined && reason.text !== this.#missing)
      await onNotice(`${this.#shown(this.#path)}: ${reason.text}; waiting for it`);
    this.#missing = reason?.text;
    return opened;
  }

  async *#placed<Result>(lines: AsyncGenerator<TrailLines, Result>): AsyncGenerator<TrailBlock, Result> {
    for (;;) {
      const next = await lines.next();
      if (next.done === true) return next.value;
      this.#lost = [];
      yield { ...next.value, position: this.#position() };
    }
  }

  /** The places of the files that lines were taken of. */
  #position(): ShipPosition {
    const places = this.#files.map(({ place }) => place).filter(({ fingerprint }) => fingerprint !== "");
    const last = places.at(-1);
    if (last === undefined) return this.#lost;
    return this.#gone !== undefined && this.#gone.number > last.number ? [last, this.#gone] : places;
  }

  /** A file of the log as messages name it: beside the log, however that was named. */
  #shown(file: string): string {
    return printable(join(dirname(this.#options.shownAs), basename(file)));
  }

  async #closeFiles(): Promise<void> {
    for (const file of this.#files) await file.close();
    this.#files = [];
  }
}

/** A change of the folder is younger than the steps of its clock, if it is younger than this. */
const youngMs = 2000;

/** The same text as long as no file comes or goes; `undefined` where nobody can tell. */
async function stateOf(folder: string, id: string | undefined): Promise<string | undefined> {
  const stats = await stat(folder, { bigint: true }).catch(() => undefined);
  if (stats === undefined || Math.abs(Date.now() - Number(stats.mtimeMs)) < youngMs) return undefined;
  return `${stats.mtimeNs} ${id}`;
}

/** The number of an inode is used again after a deletion; with the time of birth, it is unique. */
function idOf({
  dev,
  ino,
  birthtimeNs,
}: {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly birthtimeNs: bigint;
}): string {
  return `${dev}:${ino}:${birthtimeNs}`;
}

async function idAt(path: string): Promise<string | undefined> {
  const stats = await stat(path, { bigint: true }).catch(() => undefined);
  return stats === undefined ? undefined : idOf(stats);
}

async function closeAll(logs: readonly OpenedLog[]): Promise<void> {
  for (const { handle } of logs) await handle.close();
}
