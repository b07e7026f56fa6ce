import { tooDeepAt } from "@metric-events/runtime";
import { BinaryReader, WireType } from "../../vendor/protobuf-wire.js";

/** What a collector says of a request that it took (`ExportLogsPartialSuccess`). */
export interface PartialSuccess {
  readonly rejected: number;
  /** May be there without anything rejected, as a warning. */
  readonly message: string;
}

/**
 * Reads the answer of a collector to a request that it took (`ExportLogsServiceResponse`), in the form that its Content-Type names. An empty body
 * says that everything was taken, also without a type.
 *
 * @returns `undefined` for anything else: a web server that is not a collector answers any request with success, too.
 */
export function partialSuccessOf(contentType: string, body: Uint8Array): PartialSuccess | undefined {
  const type = mediaType(contentType);
  if (body.length === 0) return type === "" || isJson(type) || isProtobuf(type) ? everythingTaken : undefined;
  try {
    if (isJson(type)) return fromJson(body);
    return isProtobuf(type) ? fromProtobuf(body) : undefined;
  } catch {
    return undefined;
  }
}

/** The reason that an answer gives for a failure (`google.rpc.Status`), else its text. */
export function failureReason(contentType: string, body: Uint8Array): string {
  const type = mediaType(contentType);
  try {
    if (isJson(type)) {
      const { message } = jsonOf(body) as { message?: unknown };
      if (typeof message === "string") return message;
    } else if (isProtobuf(type)) return statusMessage(body);
  } catch {
    // Whatever it is, it is shown as text.
  }
  return type === "text/html" ? "" : Buffer.from(body).toString();
}

const everythingTaken: PartialSuccess = { rejected: 0, message: "" };

/** Without parameters such as a charset. */
export function mediaType(contentType: string): string {
  return (contentType.split(";", 1)[0] ?? "").trim().toLowerCase();
}

function isJson(type: string): boolean {
  return type === "application/json";
}

function isProtobuf(type: string): boolean {
  return type === "application/x-protobuf" || type === "application/protobuf";
}

/** Levels of an answer, with those of details that nobody reads. */
const maxDepth = 20;

/** @throws {SyntaxError} */
function jsonOf(body: Uint8Array): unknown {
  const text = Buffer.from(body).toString();
  if (tooDeepAt(text, maxDepth) !== undefined) throw new SyntaxError("nested too deeply");
  return JSON.parse(text);
}

/** Both names that the JSON of protobuf allows; a later version may have more members, but not instead of this one. */
const partialSuccessNames = ["partialSuccess", "partial_success"] as const;

function fromJson(body: Uint8Array): PartialSuccess | undefined {
  const answer = jsonOf(body);
  if (!isObject(answer)) return undefined;
  if (Object.keys(answer).length === 0) return everythingTaken;
  const name = partialSuccessNames.find((each) => Object.hasOwn(answer, each));
  if (name === undefined) return undefined;
  const partial = answer[name];
  if (partial === null) return everythingTaken;
  return isObject(partial) ? partialSuccessOfJson(partial) : undefined;
}

function partialSuccessOfJson(partial: Readonly<Record<string, unknown>>): PartialSuccess | undefined {
  const rejected = Number(partial["rejectedLogRecords"] ?? partial["rejected_log_records"] ?? 0);
  const message = partial["errorMessage"] ?? partial["error_message"] ?? "";
  if (!Number.isSafeInteger(rejected) || typeof message !== "string") return undefined;
  return { rejected: Math.max(0, rejected), message };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fromProtobuf(body: Uint8Array): PartialSuccess | undefined {
  let found: PartialSuccess | undefined = everythingTaken;
  const reader = new BinaryReader(body);
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    if (field !== 1) reader.skip(type, field);
    else if (type !== WireType.LengthDelimited) return undefined;
    else found = partialSuccessIn(reader.bytes());
    if (found === undefined) return undefined;
  }
  return found;
}

function partialSuccessIn(bytes: Uint8Array): PartialSuccess | undefined {
  let [rejected, message] = [0, ""];
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    if (field === 1 && type === WireType.Varint) rejected = Math.max(0, Number(reader.int64()));
    else if (field === 2 && type === WireType.LengthDelimited) message = reader.string();
    else if (field === 1 || field === 2) return undefined;
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
