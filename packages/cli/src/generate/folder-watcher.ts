import { type FSWatcher, readdirSync, watch } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A save is often several changes: a file is emptied and written, or written beside and renamed. */
const quietMs = 15;
/** Some file systems, such as those of other machines, say nothing of changes, and folders may come that nobody watches yet. */
const pollMs = 500;
/** Far more folders than schemas need. */
const maxFolders = 1000;

/** Waits for changes below a folder, which need not exist and may be another one each time. What changed, the caller finds out by comparing contents. */
export class FolderWatcher {
  readonly #signal: AbortSignal;
  readonly #watchers = new Map<string, FSWatcher>();
  #hasChanged = false;
  #wake: (() => void) | undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener("abort", () => this.#wake?.(), { once: true });
  }

  /**
   * Forgets the changes so far, and watches the folders below `root` that are there now. Call it before you look at the files: a change while you look
   * counts as a new one.
   */
  reset(root: string): void {
    this.#hasChanged = false;
    const folders = new Set(foldersFrom(root));
    for (const [folder, watcher] of this.#watchers) {
      if (folders.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of folders) if (!this.#watchers.has(folder)) this.#watch(folder);
  }

  /** Whether something changed since {@link reset}. */
  get hasChanged(): boolean {
    return this.#hasChanged;
  }

  /** Waits for a change, or for a while; then until no more changes come. Returns at once when the signal aborts. */
  async next(): Promise<void> {
    if (!this.#hasChanged && !this.#signal.aborted) await this.#waitUpTo(pollMs);
    if (!this.#hasChanged || this.#signal.aborted) return;
    do {
      this.#hasChanged = false;
      await sleep(quietMs);
    } while (this.#hasChanged && !this.#signal.aborted);
  }

  close(): void {
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #watch(folder: string): void {
    try {
      const watcher = watch(folder, () => this.#note());
      // The folder is gone, or there are too many watchers; looking from time to time goes on.
      watcher.on("error", () => {
        watcher.close();
        this.#watchers.delete(folder);
        this.#note();
      });
      this.#watchers.set(folder, watcher);
    } catch {
      // See above.
    }
  }

  #note(): void {
    this.#hasChanged = true;
    this.#wake?.();
  }

  async #waitUpTo(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }
}

/** A folder and those below it; before it exists, or once it is gone, the nearest that can say when it comes. */
function foldersFrom(folder: string): string[] {
  const below = [folder];
  for (let index = 0; index < below.length && below.length < maxFolders; index++) {
    const each = below[index] ?? folder;
    try {
      for (const entry of readdirSync(each, { withFileTypes: true })) {
        if (entry.isDirectory()) below.push(join(each, entry.name));
      }
    } catch {
      // It went away.
    }
  }
  return [dirname(folder), ...below];
}
