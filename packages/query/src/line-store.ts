import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { type BadLine, faultMessage, type ResultPlace } from "@metric-events/reader";
import { systemReason } from "@metric-events/system";
import { PlaceNumbers, writePlaces } from "./lines/place-numbers.js";
import type { SplitLines } from "./lines/split-sink.js";
import { QueryError } from "./query-error.js";
import { wellFormed } from "./sql-names.js";
import type { RowSources, Rows } from "./view-sql.js";

/** Writes judged lines into files of a folder, one for each event, and one for the bad lines. */
export class LineStore {
  readonly #folder: string;
  readonly #columns: ReadonlySet<string> | undefined;
  readonly #placeKey: string;
  readonly #numbers = new PlaceNumbers();
  readonly #files = new Map<string, { readonly path: string; readonly handle: FileHandle }>();
  #isClosed = false;
  /** Bad lines that are not written yet. */
  #bad: string[] = [];

  /**
   * @param placeKey the member that lines have for their place.
   * @param columns the members that lines have. Default: all.
   */
  constructor(folder: string, placeKey: string, columns?: ReadonlySet<string>) {
    this.#folder = folder;
    this.#placeKey = placeKey;
    this.#columns = columns;
  }

  async add({ texts }: SplitLines, { file, origin, linesBefore }: ResultPlace): Promise<void> {
    const number = this.#numbers.of(file, origin);
    for (const text of texts) {
      writePlaces(text, number, linesBefore);
      await this.#append(text.eventName, text.bytes);
    }
  }

  async addBad({ file, line, faults, code, eventName, text }: BadLine, host: string | undefined): Promise<void> {
    const row = {
      file,
      line,
      ...(host === undefined ? {} : { host: wellFormed(host) }),
      column: faults[0]?.column ?? 1,
      kind: code,
      ...(eventName === undefined ? {} : { event: wellFormed(eventName) }),
      message: wellFormed(faults.map(faultMessage).join("; ")),
      text: wellFormed(text),
      // No view shows it; a lake keeps it.
      [faultsMember]: wellFormed(JSON.stringify(faults)),
    };
    if (this.#bad.push(`${JSON.stringify(row)}\n`) >= 1000) await this.#flush();
  }

  /** Closes the files, which can then be read. */
  async finish(): Promise<RowSources> {
    await this.#flush();
    await this.close();
    const places = { key: this.#placeKey, files: this.#numbers.files };
    const rows = (key: string, columns?: ReadonlySet<string>): Rows => {
      const file = this.#files.get(key)?.path;
      if (file === undefined) return { kind: "none" };
      return { kind: "lines", file, places, ...(columns === undefined ? {} : { columns }) };
    };
    const events = [...this.#files.keys()].filter((key) => key !== badKey);
    return { events: new Map(events.map((name) => [name, rows(name, this.#columns)])), invalid: rows(badKey) };
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const { handle } of this.#files.values()) await handle.close();
  }

  async #flush(): Promise<void> {
    if (this.#bad.length > 0) await this.#append(badKey, Buffer.from(this.#bad.join("")));
    this.#bad = [];
  }

  async #append(key: string, bytes: Uint8Array): Promise<void> {
    // The name of an event may be any text, such as ../x.
    const path = this.#files.get(key)?.path ?? join(this.#folder, `${this.#files.size}.ndjson`);
    try {
      let file = this.#files.get(key);
      if (file === undefined) {
        file = { path, handle: await open(path, "wx", 0o600) };
        this.#files.set(key, file);
      }
      await file.handle.appendFile(bytes);
    } catch (cause) {
      throw new QueryError(
        "unwritable",
        `cannot write ${path}: ${systemReason(cause)}; valid lines are copied there uncompressed; set TMPDIR to a folder with enough space`,
        { cause },
      );
    }
  }
}

/** No event has an empty name. */
const badKey = "";

/** The member of a bad line that has all of its faults, as JSON. */
export const faultsMember = "faults";
