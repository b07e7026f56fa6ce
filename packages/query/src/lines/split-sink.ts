import { compiledModule, type EventScanner, type Sink, type SinkFactory, type TextLine } from "@metric-events/reader";
import type { Catalogue, Event } from "@metric-events/runtime";
import { ByteList } from "./byte-list.js";
import { LineProjection } from "./line-projection.js";

/** The valid lines of each event as newline-ended UTF-8, in the order of the log. */
export interface SplitLines {
  readonly texts: readonly { readonly eventName: string; readonly bytes: Uint8Array<ArrayBuffer> }[];
}

/** Plain data, so that it can be sent to threads. */
interface SplitOptions {
  /** Lines that name none of these events are skipped without judging them. Default: all lines are judged. */
  readonly only?: readonly string[];
  /** Fields to keep. Default: all. */
  readonly columns?: readonly string[];
}

/** The cost of scanning and splitting a line, relative to parsing it. */
export const splittingCost = 1 / 5;

/** A sink that groups the lines by event. */
export function splitSink(options: SplitOptions): SinkFactory<SplitLines, SplitOptions> {
  const module = compiledModule(import.meta.url, "lines/split-sink.js");
  return { createSink: createSplitSink, module, name: createSplitSink.name, options, scanningCost: splittingCost };
}

export function createSplitSink(options: SplitOptions, catalogue: Catalogue): Sink<SplitLines> {
  return new SplitSink(options, catalogue);
}

/** An escaped lone surrogate: JSON.parse accepts it, other readers refuse it. */
const surrogate = /\\u[dD][89a-fA-F]/;

/** Groups lines by event. It keeps only the wanted fields of scanned lines, and parsed lines unchanged. */
class SplitSink implements Sink<SplitLines> {
  readonly only?: readonly string[];
  readonly #lines: ReadonlyMap<string, ByteList>;
  /** The same by definition, for wanted events, with the projection of their lines. */
  readonly #byDefinition: readonly (
    | { readonly lines: ByteList; readonly projection: LineProjection | undefined }
    | undefined
  )[];

  constructor({ only, columns }: SplitOptions, { definitions }: Catalogue) {
    if (only !== undefined) this.only = only;
    this.#lines = new Map(definitions.map(({ eventName }) => [eventName, new ByteList()]));
    this.#byDefinition = definitions.map(({ eventName, scanner }) => {
      const lines = this.#lines.get(eventName);
      if (lines === undefined || only?.includes(eventName) === false) return undefined;
      const isWhole = scanner === undefined || columns === undefined;
      return { lines, projection: isWhole ? undefined : new LineProjection(scanner, new Set(columns)) };
    });
  }

  add(event: Event, { text }: TextLine): void {
    const line = surrogate.test(text) ? JSON.stringify(event, wellFormedTexts) : text;
    const bytes = Buffer.from(`${line}\n`);
    this.#lines.get(event.event)?.append(bytes);
  }

  addScanned({ definition, found }: EventScanner, start: number, end: number): void {
    const target = this.#byDefinition[definition];
    if (target === undefined) return;
    if (target.projection === undefined) target.lines.append(found.bytes, start, end + 1);
    else target.projection.append(found, target.lines);
  }

  take(): SplitLines {
    const texts = [...this.#lines].flatMap(([eventName, lines]) =>
      lines.length === 0 ? [] : [{ eventName, bytes: lines.take() }],
    );
    return { texts };
  }

  buffersOf({ texts }: SplitLines): readonly ArrayBuffer[] {
    return texts.map(({ bytes }) => bytes.buffer);
  }
}

/** Encoding and decoding again replaces a lone surrogate with the replacement character. */
function wellFormedTexts(_key: string, value: unknown): unknown {
  if (typeof value === "string") return Buffer.from(value).toString();
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [Buffer.from(name).toString(), member]));
}
