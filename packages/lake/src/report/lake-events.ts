import { rm } from "node:fs/promises";
import {
  type Database,
  type EventView,
  filesSelect,
  makeTemporaryFolder,
  openDatabase,
  viewModel,
} from "@metric-events/query";
import { type BadLine, createFilter, parseConditions } from "@metric-events/reader";
import type { EventColumns, StoredBatch, StoredEvents, StoredSelection } from "@metric-events/report";
import type { Catalogue } from "@metric-events/runtime";
import { groupsOf } from "../lake-tables.js";
import type { LakeManifest, LakePart } from "../manifest/manifest.js";
import { readBadLines } from "./bad-lines.js";
import { EventReader, type ReadEvents, type TextNumbers } from "./event-reader.js";
import { orderFiles } from "./order-files.js";
import { planBatches } from "./plan-batches.js";
import { type TextCodes, textCodes } from "./text-codes.js";

/** What is read of a lake. */
export interface LakeSource {
  /** Absolute path. */
  readonly folder: string;
  /** The name in reports. */
  readonly name: string;
  readonly manifest: LakeManifest;
  readonly catalogue: Catalogue;
}

/** The events of a lake, for reports. They are to be closed. */
export class LakeEvents implements StoredEvents {
  readonly #source: LakeSource;
  readonly #temporary: string;
  readonly #database: Database;
  readonly #views: ReadonlyMap<string, EventView>;

  private constructor(source: LakeSource, temporary: string, database: Database) {
    this.#source = source;
    this.#temporary = temporary;
    this.#database = database;
    this.#views = new Map(viewModel(source.catalogue).events.map((view) => [view.eventName, view]));
  }

  static async open(source: LakeSource, signal: AbortSignal | undefined): Promise<LakeEvents> {
    const temporary = await makeTemporaryFolder();
    try {
      return new LakeEvents(source, temporary, await openDatabase(temporary, signal));
    } catch (error) {
      await rm(temporary, { recursive: true, force: true });
      throw error;
    }
  }

  get name(): string {
    return this.#source.name;
  }

  get lines(): number {
    return this.#source.manifest.lines;
  }

  badLines(): AsyncIterable<BadLine> {
    const { folder, manifest } = this.#source;
    return readBadLines(groupsOf(manifest.badLines, folder, manifest.schemas), this.#database);
  }

  async *batches(wanted: StoredSelection): AsyncGenerator<StoredBatch> {
    const { catalogue, manifest } = this.#source;
    const { since, until } = wanted;
    const readers = readersOf(wanted, catalogue);
    const { batches, leftOut } = planBatches(manifest.parts, { isWanted: (event) => readers.has(event), since, until });
    const codes = await this.#codesOf(batches.flat(), readers);
    const known = new Set(catalogue.eventNames);
    const unknown = manifest.parts.reduce((sum, { event, rows }) => sum + (known.has(event) ? 0 : rows), 0);
    let filtered = leftOut - unknown;
    for (const parts of batches) {
      for (const batch of await this.#read(parts, codes)) {
        yield { ...batch, filtered: batch.filtered + filtered };
        filtered = 0;
      }
    }
    if (filtered > 0) yield { file: "", events: [], dictionary: [], filtered };
  }

  async close(): Promise<void> {
    await this.#database.close();
    await rm(this.#temporary, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Codes for the texts of all events, so that a batch need not look for its own. */
  async #codesOf(parts: readonly LakePart[], readers: ReadonlyMap<string, EventReader>): Promise<CodedReaders> {
    const read = [...readers.values()].flatMap((reader) => {
      const source = this.#rowsOf(parts, reader.eventName);
      return source === undefined ? [] : [{ reader, source }];
    });
    const codes = await textCodes(
      read.map(({ reader, source }) => ({ source, columns: reader.texts })),
      this.#database,
    );
    return { codes, readers: read };
  }

  /** SQL of the rows of an event in some parts. */
  #rowsOf(parts: readonly LakePart[], event: string): string | undefined {
    const { folder, manifest } = this.#source;
    const view = this.#views.get(event);
    const groups = groupsOf(
      parts.filter((part) => part.event === event),
      folder,
      manifest.schemas,
    );
    return view === undefined || groups.length === 0 ? undefined : filesSelect(view, groups);
  }

  async #read(parts: readonly LakePart[], { codes, readers }: CodedReaders): Promise<readonly StoredBatch[]> {
    const dictionary = new TextTable(codes.texts);
    const read: ReadEvents[] = [];
    for (const { reader, source } of readers) {
      const rows = this.#rowsOf(parts, reader.eventName);
      if (rows !== undefined) read.push(await reader.read({ rows, source, codes }, dictionary, this.#database));
    }
    const all = parts.reduce((sum, part) => sum + part.rows, 0);
    return byFile(read, dictionary.texts, all - read.reduce((sum, { times }) => sum + times.length, 0));
  }
}

interface CodedReaders {
  readonly codes: TextCodes;
  /** With the SQL of all rows of each. */
  readonly readers: readonly { readonly reader: EventReader; readonly source: string }[];
}

function readersOf(wanted: StoredSelection, catalogue: Catalogue): ReadonlyMap<string, EventReader> {
  const { plans, events = [], where = [], since, until } = wanted;
  const isNamed = createFilter({ events }, catalogue);
  const filter = where.length === 0 ? undefined : createFilter({ events, where }, catalogue);
  const filtered = [...new Set(parseConditions(where, events, catalogue).flatMap(({ names: [first = ""] }) => first))];
  const { nameField } = catalogue.envelope;
  return new Map(
    viewModel(catalogue).events.flatMap((view): [string, EventReader][] => {
      const plan = plans.find(({ eventName }) => eventName === view.eventName);
      if (plan === undefined || isNamed?.({ [nameField]: view.eventName }) === false) return [];
      return [[view.eventName, new EventReader(view, plan, { since, until, filter, filtered })]];
    }),
  );
}

/** Texts of a batch: those that have codes already, and others. */
class TextTable implements TextNumbers {
  readonly texts: string[];
  readonly #codes = new Map<string, number>();

  constructor(known: readonly string[]) {
    this.texts = [...known];
  }

  codeOf(text: string): number {
    const known = this.#codes.get(text);
    if (known !== undefined) return known;
    const code = this.texts.push(text);
    this.#codes.set(text, code);
    return code;
  }
}

/** The rows of each log, in the order in which the logs come. */
function byFile(read: readonly ReadEvents[], dictionary: readonly string[], leftOut: number): readonly StoredBatch[] {
  const files = new Map<number, EventColumns[]>();
  for (const events of read) {
    for (let start = 0; start < events.files.length; ) {
      const file = events.files[start] as number;
      let end = start + 1;
      while (end < events.files.length && events.files[end] === file) end++;
      const known = files.get(file);
      const rows = rowsOf(events, start, end);
      if (known === undefined) files.set(file, [rows]);
      else known.push(rows);
      start = end;
    }
  }
  const byName = new Map([...files].map(([file, events]) => [dictionary[file - 1] ?? "", events]));
  const batches = orderFiles([...byName.keys()]).map(
    (file, index): StoredBatch => ({
      file,
      events: byName.get(file) ?? [],
      dictionary,
      filtered: index === 0 ? leftOut : 0,
    }),
  );
  return batches.length > 0 ? batches : [{ file: "", events: [], dictionary, filtered: leftOut }];
}

function rowsOf(events: ReadEvents, start: number, end: number): EventColumns {
  const { eventName, times, lines, hosts, numbers, codes, present } = events;
  return {
    eventName,
    times: times.subarray(start, end),
    lines: lines.subarray(start, end),
    hosts: hosts.subarray(start, end),
    numbers: numbers.map((column) => column.subarray(start, end)),
    codes: codes.map((column) => column.subarray(start, end)),
    present: present.map((column) => column.subarray(start, end)),
  };
}
