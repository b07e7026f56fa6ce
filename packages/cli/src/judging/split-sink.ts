import type { Event } from "@metric-events/core/runtime";
import type { TextLine } from "../log/line.js";
import type { Sink } from "./task.js";

/** The valid lines of each event as newline-ended UTF-8, in the order of the log. */
export interface SplitLines {
  readonly texts: readonly { readonly eventName: string; readonly bytes: Uint8Array }[];
  /** What the bytes are in. */
  readonly buffers: readonly ArrayBuffer[];
}

/** Takes lines apart by event. */
export class SplitSink implements Sink<SplitLines> {
  #lines = new Map<string, string[]>();

  add({ event }: Event, { text }: TextLine): void {
    const lines = this.#lines.get(event);
    if (lines === undefined) this.#lines.set(event, [text]);
    else lines.push(text);
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
