import { exactJson } from "@metric-events/reader";
import {
  type Envelope,
  type Event,
  eventTimeOf,
  type Scan,
  type ScannedField,
  type Scanner,
  textIn,
} from "@metric-events/runtime";
import { maxValueLength, type PackedColumns } from "./columns.js";
import { type Dictionary, unescaped } from "./dictionary.js";
import type { EventPlan, PlannedField } from "./event-plan.js";

const firstCapacity = 1024;

/** Gathers the events of one name as columns. */
export class ColumnsBuilder {
  readonly #eventName: string;
  readonly #numberReaders: readonly Reader[];
  /** Of the host, and of dimensions and identifiers. */
  readonly #codeReaders: readonly Reader[];
  readonly #presentReaders: readonly Reader[];
  readonly #envelope: Envelope;
  /** Where the scanner leaves numbers, codes, and fields that only count as present. */
  readonly #scanned: ScannedColumns | undefined;
  #rows = 0;
  #capacity = firstCapacity;
  #times = new Float64Array(firstCapacity);
  #lines = new Uint32Array(firstCapacity);
  #numbers: Float64Array[];
  #codes: Uint32Array[];
  #present: Uint8Array[];

  constructor(plan: EventPlan, envelope: Envelope, scanner: Scanner | undefined) {
    const { eventName, measures, counts, dimensions, identifiers, host = noField, optional } = plan;
    this.#envelope = envelope;
    this.#eventName = eventName;
    this.#numberReaders = [...measures, ...counts].map(readerOf);
    this.#codeReaders = [host, ...dimensions, ...identifiers].map(readerOf);
    this.#presentReaders = optional.map(readerOf);
    this.#scanned =
      scanner === undefined
        ? undefined
        : {
            numbers: [...measures, ...counts].map((field) => indexOf(scanner, field)),
            codes: [host, ...dimensions, ...identifiers].map((field) =>
              field === noField ? -1 : indexOf(scanner, field),
            ),
            present: optional.map((field) => indexOf(scanner, field)),
            types: scanner.fields.map(({ type }) => type),
          };
    this.#numbers = this.#numberReaders.map(() => new Float64Array(firstCapacity));
    this.#codes = this.#codeReaders.map(() => new Uint32Array(firstCapacity));
    this.#present = this.#presentReaders.map(() => new Uint8Array(firstCapacity));
  }

  /** @param exact the event with its numbers as they were logged, which groups are made of. */
  add(event: Event, exact: object, line: number, dictionary: Dictionary): void {
    if (this.#rows === this.#capacity) this.#grow();
    const row = this.#rows++;
    this.#times[row] = eventTimeOf(event, this.#envelope);
    this.#lines[row] = line;
    for (let index = 0; index < this.#numbers.length; index++) {
      const value = this.#numberReaders[index]?.(event);
      (this.#numbers[index] as Float64Array)[row] = typeof value === "number" ? value : Number.NaN;
    }
    for (let index = 0; index < this.#codes.length; index++) {
      const value = this.#codeReaders[index]?.(exact);
      (this.#codes[index] as Uint32Array)[row] = value === undefined ? 0 : dictionary.codeOf(valueText(value));
    }
    for (let index = 0; index < this.#present.length; index++) {
      const value = this.#presentReaders[index]?.(event);
      (this.#present[index] as Uint8Array)[row] = value === undefined ? 0 : value === "" ? 2 : 1;
    }
  }

  /**
   * The same of an event that a scanner found.
   *
   * @param time when it happened, in Unix time.
   */
  addScanned(found: Scan, time: number, line: number, dictionary: Dictionary): void {
    const scanned = this.#scanned;
    if (scanned === undefined) return;
    if (this.#rows === this.#capacity) this.#grow();
    const row = this.#rows++;
    const { starts, ends, numbers } = found;
    this.#times[row] = time;
    this.#lines[row] = line;
    for (let index = 0; index < this.#numbers.length; index++) {
      const field = scanned.numbers[index] as number;
      (this.#numbers[index] as Float64Array)[row] =
        (starts[field] as number) < 0 ? Number.NaN : (numbers[field] as number);
    }
    for (let index = 0; index < this.#codes.length; index++) {
      const field = scanned.codes[index] as number;
      (this.#codes[index] as Uint32Array)[row] =
        field < 0 || (starts[field] as number) < 0 ? 0 : codeOfScanned(found, field, scanned.types[field], dictionary);
    }
    for (let index = 0; index < this.#present.length; index++) {
      const field = scanned.present[index] as number;
      const start = starts[field] as number;
      // Only texts have no bytes.
      (this.#present[index] as Uint8Array)[row] = start < 0 ? 0 : start === ends[field] ? 2 : 1;
    }
  }

  /** The columns so far; `undefined` when there are no events. */
  take(): PackedColumns | undefined {
    const rows = this.#rows;
    if (rows === 0) return undefined;
    this.#rows = 0;
    const [floatCount, integerCount, byteCount] = [
      1 + this.#numbers.length,
      1 + this.#codes.length,
      this.#present.length,
    ];
    const buffer = new ArrayBuffer(rows * (8 * floatCount + 4 * integerCount + byteCount));
    const floats = new Float64Array(buffer, 0, rows * floatCount);
    const integers = new Uint32Array(buffer, floats.byteLength, rows * integerCount);
    const bytes = new Uint8Array(buffer, floats.byteLength + integers.byteLength, rows * byteCount);
    pack<Float64Array>([this.#times, ...this.#numbers], rows, floats);
    pack<Uint32Array>([this.#lines, ...this.#codes], rows, integers);
    pack<Uint8Array>(this.#present, rows, bytes);
    return { eventName: this.#eventName, rows, floats, integers, bytes };
  }

  #grow(): void {
    this.#capacity *= 2;
    this.#times = grown(this.#times, new Float64Array(this.#capacity));
    this.#lines = grown(this.#lines, new Uint32Array(this.#capacity));
    this.#numbers = this.#numbers.map((column) => grown(column, new Float64Array(this.#capacity)));
    this.#codes = this.#codes.map((column) => grown(column, new Uint32Array(this.#capacity)));
    this.#present = this.#present.map((column) => grown(column, new Uint8Array(this.#capacity)));
  }
}

/** In place of the field of the host, for events that have none. */
const noField: Pick<PlannedField, "names"> = { names: [] };

/** One after the other. */
function pack<Column extends Float64Array | Uint32Array | Uint8Array>(
  columns: readonly Column[],
  rows: number,
  packed: Column,
): void {
  columns.forEach((column, index) => packed.set(column.subarray(0, rows), index * rows));
}

function grown<Column extends Float64Array | Uint32Array | Uint8Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}

/** The fields that a scanner leaves the columns in, by number. */
interface ScannedColumns {
  readonly numbers: readonly number[];
  readonly codes: readonly number[];
  readonly present: readonly number[];
  readonly types: readonly ScannedField["type"][];
}

/** @throws {Error} for a field that is not declared, which is a bug. */
function indexOf({ fields }: Scanner, { names }: Pick<PlannedField, "names">): number {
  const wanted = names.join("\0");
  const index = fields.findIndex(({ path }) => path.join("\0") === wanted);
  if (index === -1) throw new Error(`the scanner does not find ${names.join(".")}`);
  return index;
}

function codeOfScanned(
  found: Scan,
  field: number,
  type: ScannedField["type"] | undefined,
  dictionary: Dictionary,
): number {
  if (type === "number") return dictionary.codeOf(valueText(found.numbers[field]));
  const [start, end] = [found.starts[field] as number, found.ends[field] as number];
  // No text has more characters than bytes.
  if (type !== "object" && end - start <= maxValueLength) return dictionary.codeOfBytes(found, start, end);
  const text = textIn(found.bytes, start, end);
  return dictionary.codeOf(valueText(type === "object" ? JSON.parse(text) : unescaped(text)));
}

/** Reads one field of an event; `undefined` when it is absent. */
type Reader = (event: object) => unknown;

function readerOf({ names }: Pick<PlannedField, "names">): Reader {
  const [name, ...inner] = names;
  if (name === undefined) return () => undefined;
  // A valid event is what JSON.parse made: what it inherits are functions of Object.prototype, which no schema can name.
  if (inner.length === 0) return (event) => (event as Record<string, unknown>)[name];
  return (event) => names.reduce<unknown>((value, each) => memberOf(value, each), event);
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

/** Strings as they are, everything else as JSON. */
export function valueText(value: unknown): string {
  const text = typeof value === "string" ? value : exactJson(value);
  return text.length <= maxValueLength ? text : `${text.slice(0, maxValueLength)}…`;
}
