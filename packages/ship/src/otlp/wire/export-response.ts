import { tooDeepAt } from "@metric-events/runtime";
import { BinaryReader, WireType } from "../../vendor/protobuf-wire.js";

/** What a collector says of a request that it took (`ExportLogsPartialSuccess`). */
export interface PartialSuccess {
  readonly rejected: number;
  /** May be there without anything rejected, as a warning. */
  readonly message: string;
}

/**
 * Reads the answer of a collector to a request, in the form that its Content-Type names. An answer that cannot be read, or is empty, as those of
 * some stores are, says that everything was taken.
 */
export function partialSuccessOf(contentType: string, body: Uint8Array): PartialSuccess {
  try {
    return isJson(contentType) ? fromJson(body) : fromProtobuf(body);
  } catch {
    return everythingTaken;
  }
}

/** The reason that an answer gives for a failure (`google.rpc.Status`), else its text. */
export function failureReason(contentType: string, body: Uint8Array): string {
  try {
    if (isJson(contentType)) {
      const { message } = jsonOf(body) as { message?: unknown };
      if (typeof message === "string") return message;
    } else if (contentType.startsWith("application/x-protobuf")) return statusMessage(body);
  } catch {
    // Whatever it is, it is shown as text.
  }
  return contentType.startsWith("text/html") ? "" : Buffer.from(body).toString();
}

const everythingTaken: PartialSuccess = { rejected: 0, message: "" };

function isJson(contentType: string): boolean {
  return contentType.startsWith("application/json");
}

/** Levels of an answer, with those of details that nobody reads. */
const maxDepth = 20;

/** @throws {SyntaxError} */
function jsonOf(body: Uint8Array): unknown {
  const text = Buffer.from(body).toString();
  if (tooDeepAt(text, maxDepth) !== undefined) throw new SyntaxError("nested too deeply");
  return JSON.parse(text);
}

function fromJson(body: Uint8Array): PartialSuccess {
  const { partialSuccess } = jsonOf(body) as {
    partialSuccess?: { rejectedLogRecords?: unknown; errorMessage?: unknown };
  };
  const rejected = Number(partialSuccess?.rejectedLogRecords ?? 0);
  const message = partialSuccess?.errorMessage;
  return {
    rejected: Number.isSafeInteger(rejected) && rejected > 0 ? rejected : 0,
    message: typeof message === "string" ? message : "",
  };
}

function fromProtobuf(body: Uint8Array): PartialSuccess {
  let found = everythingTaken;
  const reader = new BinaryReader(body);
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    if (field === 1 && type === WireType.LengthDelimited) found = partialSuccessIn(reader.bytes());
    else reader.skip(type, field);
  }
  return found;
}

function partialSuccessIn(bytes: Uint8Array): PartialSuccess {
  let [rejected, message] = [0, ""];
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    if (field === 1 && type === WireType.Varint) rejected = Math.max(0, Number(reader.int64()));
    else if (field === 2 && type === WireType.LengthDelimited) message = reader.string();
    else reader.skip(type, field);
  }
  return { rejected, message };
}

function statusMessage(body: Uint8Array): string {
  let message = "";
  const reader = new BinaryReader(body);
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    if (field === 2 && type === WireType.LengthDelimited) message = reader.string();
    else reader.skip(type, field);
  }
  return message;
}
