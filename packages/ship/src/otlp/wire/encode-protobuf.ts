import { BinaryWriter, WireType } from "../../vendor/protobuf-wire.js";
import type { AnyValue, KeyValue } from "../model/any-value.js";
import { type HostRecords, type LogRecord, scopeName } from "../model/log-record.js";

type Writer = InstanceType<typeof BinaryWriter>;

/** An export request in protobuf (`ExportLogsServiceRequest`). Field numbers are those of opentelemetry-proto 1.5. */
export function encodeProtobuf(hosts: readonly HostRecords[]): Uint8Array {
  const writer = new BinaryWriter();
  for (const host of hosts) message(writer, 1, () => resourceLogs(writer, host));
  return writer.finish();
}

function resourceLogs(writer: Writer, { resource, records }: HostRecords): void {
  message(writer, 1, () => {
    for (const attribute of resource) message(writer, 1, () => keyValue(writer, attribute));
  });
  message(writer, 2, () => {
    message(writer, 1, () => writer.tag(1, WireType.LengthDelimited).string(scopeName));
    for (const record of records) message(writer, 2, () => logRecord(writer, record));
  });
}

function logRecord(writer: Writer, record: LogRecord): void {
  if (record.timeNanos !== 0n) writer.tag(1, WireType.Bit64).fixed64(record.timeNanos);
  writer.tag(2, WireType.Varint).int32(record.severity.number);
  writer.tag(3, WireType.LengthDelimited).string(record.severity.text);
  message(writer, 5, () => anyValue(writer, record.body));
  for (const attribute of record.attributes) message(writer, 6, () => keyValue(writer, attribute));
  writer.tag(11, WireType.Bit64).fixed64(record.observedNanos);
  if (record.eventName !== "") writer.tag(12, WireType.LengthDelimited).string(record.eventName);
}

function keyValue(writer: Writer, { key, value }: KeyValue): void {
  writer.tag(1, WireType.LengthDelimited).string(key);
  message(writer, 2, () => anyValue(writer, value));
}

/** One of a `oneof` is written whatever its value. */
function anyValue(writer: Writer, value: AnyValue): void {
  switch (value.kind) {
    case "empty":
      return;
    case "string":
      writer.tag(1, WireType.LengthDelimited).string(value.value);
      return;
    case "bool":
      writer.tag(2, WireType.Varint).bool(value.value);
      return;
    case "int":
      writer.tag(3, WireType.Varint).int64(value.value);
      return;
    case "double":
      writer.tag(4, WireType.Bit64).double(value.value);
      return;
    case "array":
      message(writer, 5, () => {
        for (const each of value.values) message(writer, 1, () => anyValue(writer, each));
      });
      return;
    case "map":
      message(writer, 6, () => {
        for (const each of value.entries) message(writer, 1, () => keyValue(writer, each));
      });
      return;
    case "bytes":
      writer.tag(7, WireType.LengthDelimited).bytes(value.value);
      return;
    default:
      value satisfies never;
  }
}

function message(writer: Writer, field: number, write: () => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write();
  writer.join();
}
