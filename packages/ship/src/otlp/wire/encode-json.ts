import type { AnyValue, KeyValue } from "../model/any-value.js";
import { type HostRecords, type LogRecord, scopeName } from "../model/log-record.js";

/**
 * An export request in the JSON of OTLP: 64-bit integers are texts, bytes are in base64, names are in camel case (OTLP specification,
 * "JSON Protobuf Encoding").
 */
export function encodeJson(hosts: readonly HostRecords[]): Uint8Array {
  const resourceLogs = hosts.map(({ resource, records }) => ({
    resource: { attributes: resource.map(attribute) },
    scopeLogs: [{ scope: { name: scopeName }, logRecords: records.map(logRecord) }],
  }));
  return Buffer.from(JSON.stringify({ resourceLogs }));
}

function logRecord(record: LogRecord): object {
  return {
    ...(record.timeNanos === 0n ? {} : { timeUnixNano: String(record.timeNanos) }),
    observedTimeUnixNano: String(record.observedNanos),
    severityNumber: record.severity.number,
    severityText: record.severity.text,
    ...(record.eventName === "" ? {} : { eventName: record.eventName }),
    body: anyValue(record.body),
    attributes: record.attributes.map(attribute),
  };
}

function attribute({ key, value }: KeyValue): object {
  return { key, value: anyValue(value) };
}

function anyValue(value: AnyValue): object {
  switch (value.kind) {
    case "empty":
      return {};
    case "string":
      return { stringValue: value.value };
    case "bool":
      return { boolValue: value.value };
    case "int":
      return { intValue: String(value.value) };
    case "double":
      return { doubleValue: Number.isFinite(value.value) ? value.value : String(value.value) };
    case "bytes":
      return { bytesValue: Buffer.from(value.value).toString("base64") };
    case "array":
      return { arrayValue: { values: value.values.map(anyValue) } };
    case "map":
      return { kvlistValue: { values: value.entries.map(attribute) } };
    default:
      return value satisfies never;
  }
}
