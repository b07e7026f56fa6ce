import { dirname, join } from "node:path";
import { installFile, isSystemError, makeFolder, readTextFile } from "@metric-events/system";

const maxLines = 1000;
const maxBytes = 1024 * 1024;

/** The lines that were typed into the shell of queries, the newest first, kept for the next time as far as there is a home for them. */
export class QueryHistory {
  #lines: string[];
  readonly #file: string | undefined;

  /** @param env `XDG_STATE_HOME`, else `HOME`, says where the file is (XDG Base Directory Specification). */
  constructor(env: Readonly<Record<string, string | undefined>>) {
    const { XDG_STATE_HOME: state = "", HOME: home = "" } = env;
    const folder = state === "" ? (home === "" ? undefined : join(home, ".local", "state")) : state;
    this.#file = folder === undefined ? undefined : join(folder, "metric-events", "query-history");
    this.#lines = this.#read();
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  add(line: string): void {
    if (line.trim() === "" || line === this.#lines[0]) return;
    this.#lines = [line, ...this.#lines].slice(0, maxLines);
  }

  /** Keeps the lines for the user alone. What prevents it is not worth a message: the shell works without. */
  keep(): void {
    if (this.#file === undefined) return;
    try {
      makeFolder(dirname(this.#file), 0o700);
      installFile(this.#file, `${this.#lines.toReversed().join("\n")}\n`, { mode: 0o600, ending: ".unfinished" });
    } catch (error) {
      if (!isSystemError(error)) throw error;
    }
  }

  #read(): string[] {
    if (this.#file === undefined) return [];
    try {
      return readTextFile(this.#file, maxBytes)
        .split("\n")
        .filter((line) => line !== "")
        .toReversed();
    } catch {
      // There is none yet, or it is not a text: it will be replaced.
      return [];
    }
  }
}
