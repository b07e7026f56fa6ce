import type { CollectedMessage } from "@metric-events/lake";
import { headerNames } from "../nats/block-message.js";
import type { JsMsg } from "../vendor/nats.js";

const hash = /^[\da-f]{32}$/;
const count = /^\d{1,15}$/;
const maxName = 1024;

/** What a message holds; `undefined` for one of another program, which anyone who may write to the stream can have sent. */
export function collectedMessage({
  headers,
  data,
  seq,
}: Pick<JsMsg, "headers" | "data" | "seq">): CollectedMessage | undefined {
  if (headers === undefined) return undefined;
  const text = (name: keyof typeof headerNames): string => headers.get(headerNames[name]);
  const [host, log, fingerprint] = [text("host"), decoded(text("log")), text("fingerprint")];
  const numbers = [text("file"), text("first"), text("last"), text("linesBefore")];
  if (host === "" || host.length > maxName || log === undefined || !hash.test(fingerprint)) return undefined;
  if (!numbers.every((each) => count.test(each))) return undefined;
  const [number = 0, start = 0, end = 0, linesBefore = 0] = numbers.map(Number);
  if (end <= start || data.length > end - start) return undefined;
  return { sequence: seq, host, log, number, fingerprint, start, end, linesBefore, bytes: data };
}

function decoded(text: string): string | undefined {
  if (text === "" || text.length > maxName) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
