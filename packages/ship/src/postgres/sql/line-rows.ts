import {
  diagnose,
  faultMessage,
  type GoodLine,
  judgeLine,
  type RefusedLine,
  withExactNumbers,
} from "@metric-events/reader";
import {
  type Catalogue,
  eventNameIn,
  eventNameOf,
  eventTimeOf,
  hostFieldOf,
  hostOfEvent,
} from "@metric-events/runtime";
import { type BlockLine, blockLines } from "../../otlp/model/block-lines.js";
import type { ShipBlock } from "../../source/ship-position.js";
import { columnValue } from "./column-value.js";
import { type EventTable, moreColumn } from "./event-table.js";

/** Where a row is from. */
export interface RowPlace {
  readonly offset: number;
  readonly line: number;
  readonly host: string;
}

/** A line as a row of a table. */
export type LineRow = RowPlace &
  (
    | {
        readonly kind: "event";
        readonly eventName: string;
        /** As text of ISO 8601; null for a time that PostgreSQL does not have. */
        readonly time: string | null;
        /** Of the fields of the table, in their order. */
        readonly values: readonly (string | boolean | null)[];
        readonly more: string | null;
        /** The line, should the table not take it. */
        readonly source: BlockLine;
      }
    | { readonly kind: "unknown"; readonly eventName: string; readonly source: BlockLine }
    | KeptLine
  );

/** A line that no table of an event can have as it is, with its bytes. */
export interface KeptLine extends RowPlace {
  readonly kind: "kept";
  readonly fault: string;
  readonly messages: string;
  readonly bytes: Uint8Array;
}

const maxMessages = 5;

/** Makes rows of the lines of blocks. */
export class RowMaker {
  readonly #catalogue: Catalogue;
  readonly #tables: ReadonlyMap<string, EventTable>;

  /** @param tables by the name of the event. */
  constructor(catalogue: Catalogue, tables: ReadonlyMap<string, EventTable>) {
    this.#catalogue = catalogue;
    this.#tables = tables;
  }

  /** The rows of a block, in the order of the lines. Blank lines have none; a line whose text had to change has two. */
  rowsOf(block: ShipBlock): LineRow[] {
    return [...blockLines(block)].flatMap((source): LineRow[] => {
      const judged = judgeLine(source.line, this.#catalogue, "reader");
      if (judged === undefined) return [];
      const place = { offset: source.offset, line: source.line.number, host: block.origin.host };
      return judged.isValid ? this.#eventRows(judged, place, source) : [this.#refusedRow(judged, place, source)];
    });
  }

  #eventRows({ event: parsed, numbers }: GoodLine, place: RowPlace, source: BlockLine): LineRow[] {
    const event = withExactNumbers(parsed, numbers) as Readonly<Record<string, unknown>>;
    const { envelope } = this.#catalogue;
    const eventName = eventNameOf(parsed, envelope);
    const definition = this.#catalogue.get(eventName);
    const { fields = [] } = this.#tables.get(eventName) ?? {};
    const host = definition === undefined ? undefined : hostOfEvent(parsed, hostFieldOf(definition));
    const problems: string[] = [];
    const valueOf = (
      field: string,
      value: unknown,
      type: Parameters<typeof columnValue>[1],
    ): string | boolean | null => {
      const found = columnValue(value, type);
      if (found.kind !== "value") problems.push(`${JSON.stringify(field)} ${problemText[found.kind]}`);
      return found.kind === "unfit" ? null : found.value;
    };
    const values = fields.map(({ field, type }) =>
      valueOf(field, Object.hasOwn(event, field) ? event[field] : undefined, type),
    );
    const declared = new Set(fields.map(({ field }) => field));
    const others = Object.entries(event).filter(([name]) => !declared.has(name));
    const more = others.length === 0 ? null : valueOf(moreColumn.name, Object.fromEntries(others), moreColumn.type);
    const time = timeText(eventTimeOf(parsed, envelope));
    const ofHost = { ...place, host: textOf(host ?? place.host) };
    const row = { kind: "event", ...ofHost, eventName, time, values, more: more as string | null, source } as const;
    return problems.length === 0 ? [row] : [row, kept(ofHost, "unfit-value", problems, source)];
  }

  #refusedRow(refused: RefusedLine, place: RowPlace, source: BlockLine): LineRow {
    const { envelope } = this.#catalogue;
    const { code, faults } = diagnose(refused, this.#catalogue, "reader");
    const eventName = eventNameIn(refused.data, envelope);
    if (code === "unknown-event" && eventName !== undefined && source.line.kind === "text") {
      return { kind: "unknown", ...place, eventName: textOf(eventName), source };
    }
    return kept(place, code, faults.slice(0, maxMessages).map(faultMessage), source);
  }
}

const problemText = {
  altered: "has characters that PostgreSQL does not have; they are replaced by U+FFFD",
  unfit: "does not fit its column, which is null",
} as const;

/** A line with its bytes, and why it is kept so. */
export function kept(place: RowPlace, fault: string, messages: readonly string[], { bytes }: BlockLine): KeptLine {
  const { offset, line, host } = place;
  return { kind: "kept", offset, line, host, fault, messages: textOf(messages.join("; ")), bytes };
}

/** Text that any column of type text takes. */
export function textOf(text: string): string {
  return text.replaceAll(/[\0\p{Surrogate}]/gu, "\uFFFD");
}

/** Microseconds are what a timestamp of PostgreSQL has. */
function timeText(seconds: number): string | null {
  if (!(seconds >= firstSeconds && seconds <= lastSeconds)) return null;
  const whole = Math.floor(seconds);
  const micros = Math.min(999_999, Math.round((seconds - whole) * 1e6));
  // Years after 9999 have a sign and six digits in ISO 8601, which PostgreSQL does not read.
  const text = new Date(whole * 1000).toISOString().replace(/^\+0?/, "");
  return text.replace(/\.\d+Z$/, `.${String(micros).padStart(6, "0")}Z`);
}

/** The years from 1 to 275759: JavaScript has no later one, and PostgreSQL ends at 294276. */
const [firstSeconds, lastSeconds] = [-62_135_596_800, Date.UTC(275_759, 11, 31, 23, 59, 59) / 1000];
