import type { Event } from "@metric-events/core/runtime";
import type { TextLine } from "../log/line.js";
import type { Sink } from "./task.js";

/** The valid lines of each event as newline-ended UTF-8, in the order of the log. */
export interface SplitLines {
  readonly texts: readonly { readonly eventName: string; readonly bytes: Uint8Array }[];
  /** What the bytes are in. */
  readonly buffers: readonly ArrayBuffer[];
}

/** Half of a surrogate pair, as an escape: JSON.parse takes it, and other readers refuse it. */
const surrogate = /\\u[dD][89a-fA-F]/;

/** Takes lines apart by event. */
export class SplitSink implements Sink<SplitLines> {
  #lines = new Map<string, string[]>();

  add(event: Event, { text }: TextLine): void {
    const line = surrogate.test(text) ? JSON.stringify(event, wellFormedTexts) : text;
    const lines = this.#lines.get(event.event);
    if (lines === undefined) this.#lines.set(event.event, [line]);
    else lines.push(line);
  }

  take(): SplitLines {
    const encoder = new TextEncoder();
    const encoded = [...this.#lines].map(([eventName, lines]) => ({
      eventName,
      bytes: encoder.encode(`${lines.join("\n")}\n`),
    }));
    this.#lines = new Map();
    return { texts: encoded, buffers: encoded.map(({ bytes }) => bytes.buffer) };
  }
}

/** Encoding and decoding again puts the replacement character in place of a half. */
function wellFormedTexts(_key: string, value: unknown): unknown {
  if (typeof value === "string") return Buffer.from(value).toString();
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [Buffer.from(name).toString(), member]));
}
