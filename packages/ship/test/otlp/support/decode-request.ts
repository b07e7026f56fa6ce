import { createRequire } from "node:module";
import { gunzipSync } from "node:zlib";

/** A request as the definitions of OpenTelemetry have it, with 64-bit integers as texts and bytes in base64. */
export interface DecodedRequest {
  readonly resourceLogs?: readonly {
    readonly resource?: { readonly attributes?: readonly DecodedAttribute[] };
    readonly scopeLogs?: readonly {
      readonly scope?: { readonly name?: string };
      readonly logRecords?: readonly DecodedRecord[];
    }[];
  }[];
}

export interface DecodedRecord {
  readonly timeUnixNano?: string;
  readonly observedTimeUnixNano?: string;
  readonly severityNumber?: number;
  readonly severityText?: string;
  readonly eventName?: string;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly attributes?: readonly DecodedAttribute[];
}

interface DecodedAttribute {
  readonly key: string;
  readonly value?: Readonly<Record<string, unknown>>;
}

interface Message {
  decode(bytes: Uint8Array): object;
  encode(message: object): { finish(): Uint8Array };
  fromObject(object: object): object;
  toObject(message: object, options: object): object;
  verify(object: object): string | null;
}

// What protobufjs made of the official definitions, for the exporters of OpenTelemetry.
const root = createRequire(import.meta.url)("@opentelemetry/otlp-transformer/build/src/generated/root.js");
const { ExportLogsServiceRequest, ExportLogsServiceResponse } = root.opentelemetry.proto.collector.logs.v1 as {
  readonly ExportLogsServiceRequest: Message;
  readonly ExportLogsServiceResponse: Message;
};

/** Decodes the body of a request by its headers. */
export function decodeRequest(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: Uint8Array,
): DecodedRequest {
  const bytes = headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
  const isJson = headers["content-type"] === "application/json";
  // JSON has the same names; 64-bit integers in it are texts.
  const message = isJson
    ? ExportLogsServiceRequest.fromObject(JSON.parse(Buffer.from(bytes).toString()))
    : ExportLogsServiceRequest.decode(bytes);
  return ExportLogsServiceRequest.toObject(message, { longs: String, bytes: String }) as DecodedRequest;
}

export function encodeResponse(rejectedLogRecords: number, errorMessage: string): Uint8Array {
  return ExportLogsServiceResponse.encode({ partialSuccess: { rejectedLogRecords, errorMessage } }).finish();
}

/** All records, in their order. */
export function recordsOf(request: DecodedRequest): DecodedRecord[] {
  return (request.resourceLogs ?? []).flatMap(({ scopeLogs = [] }) =>
    scopeLogs.flatMap(({ logRecords = [] }) => logRecords),
  );
}

export function attributesOf({
  attributes = [],
}: {
  readonly attributes?: readonly DecodedAttribute[];
}): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, value]));
}

/** The lines that the records are of. */
export function bodiesOf(requests: readonly DecodedRequest[]): unknown[] {
  return requests.flatMap(recordsOf).map(({ body }) => body?.["stringValue"]);
}
