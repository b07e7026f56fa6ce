import type { AnyValue, KeyValue } from "../model/any-value.js";
import { type HostRecords, type LogRecord, scopeName } from "../model/log-record.js";

/**
 * An export request in the JSON of OTLP: 64-bit integers are texts, bytes are in base64, names are in camel case (OTLP specification,
 * "JSON Protobuf Encoding"). Written as text, which takes half the time of making objects for JSON.stringify.
 */
export function encodeJson(hosts: readonly HostRecords[]): Uint8Array {
  const resourceLogs = hosts.map(
    ({ resource, records }) =>
      `{"resource":{"attributes":${attributesJson(resource)}},"scopeLogs":[{"scope":{"name":"${scopeName}"},"logRecords":[${records.map(recordJson).join(",")}]}]}`,
  );
  return Buffer.from(`{"resourceLogs":[${resourceLogs.join(",")}]}`);
}

function recordJson(record: LogRecord): string {
  const { timeNanos, observedNanos, severity, eventName, body, attributes } = record;
  const time = timeNanos === 0n ? "" : `"timeUnixNano":"${timeNanos}",`;
  const name = eventName === "" ? "" : `"eventName":${JSON.stringify(eventName)},`;
  return `{${time}"observedTimeUnixNano":"${observedNanos}","severityNumber":${severity.number},"severityText":"${severity.text}",${name}"body":${valueJson(body)},"attributes":${attributesJson(attributes)}}`;
}

function attributesJson(attributes: readonly KeyValue[]): string {
  const all = attributes.map(({ key, value }) => `{"key":${JSON.stringify(key)},"value":${valueJson(value)}}`);
  return `[${all.join(",")}]`;
}

function valueJson(value: AnyValue): string {
  switch (value.kind) {
    case "empty":
      return "{}";
    case "string":
      return `{"stringValue":${JSON.stringify(value.value)}}`;
    case "bool":
      return `{"boolValue":${value.value}}`;
    case "int":
      return `{"intValue":"${value.value}"}`;
    case "double":
      return `{"doubleValue":${Number.isFinite(value.value) ? value.value : `"${value.value}"`}}`;
    case "bytes":
      return `{"bytesValue":"${Buffer.from(value.value).toString("base64")}"}`;
    case "array":
      return `{"arrayValue":{"values":[${value.values.map(valueJson).join(",")}]}}`;
    case "map":
      return `{"kvlistValue":{"values":${attributesJson(value.entries)}}}`;
    default:
      return value satisfies never;
  }
}
