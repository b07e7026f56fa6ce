import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ParquetTables } from "@metric-events/query";
import type { Catalogue } from "@metric-events/runtime";
import { printable } from "@metric-events/text";
import { damagedLake } from "./damaged-lake.js";
import { LakeError } from "./lake-error.js";
import { lakeTables } from "./lake-tables.js";
import { readLakeManifest } from "./manifest/lake-files.js";
import type { LakeManifest } from "./manifest/manifest.js";
import { LakeEvents } from "./report/lake-events.js";

/** A lake to read, as it is at one moment: what writers add later is not seen. */
export class Lake {
  /** Absolute path. */
  readonly folder: string;
  readonly #shown: string;
  readonly #manifest: LakeManifest;

  private constructor(folder: string, shown: string) {
    this.folder = folder;
    this.#shown = shown;
    this.#manifest = readLakeManifest(folder, shown);
  }

  /**
   * @param shown the name of the folder in messages.
   * @throws {LakeError} `not-a-lake`, `newer-version` or `broken-manifest`.
   */
  static open(folder: string, shown: string = folder): Lake {
    return new Lake(folder, shown);
  }

  get tables(): ParquetTables {
    return lakeTables(this.folder, this.#manifest);
  }

  /** Its events, for reports. The caller closes them. */
  async events(catalogue: Catalogue, signal?: AbortSignal): Promise<LakeEvents> {
    const source = { folder: this.folder, name: this.#shown, manifest: this.#manifest, catalogue };
    return LakeEvents.open(source, signal);
  }

  /** Events that are in the lake and not among these names, with how many there are: no view shows them. */
  unknownEvents(names: readonly string[]): ReadonlyMap<string, number> {
    const known = new Set(names);
    const found = new Map<string, number>();
    for (const { event, rows } of this.#manifest.parts) {
      if (!known.has(event)) found.set(event, (found.get(event) ?? 0) + rows);
    }
    return found;
  }

  /** Why reading failed, where the lake is the reason; else the error as it is. */
  explain(error: unknown): unknown {
    if (!(error instanceof Error)) return error;
    const { parts, badLines, unknown = [], generation } = this.#manifest;
    const missing = [...parts, ...badLines, ...unknown].find(({ path }) => !existsSync(join(this.folder, path)));
    if (missing === undefined) return damagedLake(error, this.#shown);
    if (readLakeManifest(this.folder, this.#shown).generation !== generation) {
      return new LakeError("changed", `${printable(this.#shown)} was changed while it was read; try again`, {
        cause: error,
      });
    }
    return new LakeError(
      "missing-file",
      `${printable(`${this.#shown}/${missing.path}`)} is missing, which the lake needs; restore it from a backup, or make the lake again from its logs in a new folder`,
      { cause: error },
    );
  }
}
