import {
  diagnose,
  faultMessage,
  type GoodLine,
  judgeLine,
  type LogLine,
  type RefusedLine,
  withExactNumbers,
} from "@metric-events/reader";
import { type Catalogue, eventNameOf, hostFieldOf, hostOfEvent } from "@metric-events/runtime";
import type { ShipBlock } from "../../source/ship-position.js";
import { type AnyValue, type KeyValue, textAttribute, textValue } from "./any-value.js";
import { AttributePlan } from "./attributes.js";
import { type BlockLine, blockLines } from "./block-lines.js";
import { eventNanos } from "./event-time.js";
import type { HostRecords, LogRecord, Severity } from "./log-record.js";
import { wellFormedText } from "./typed-value.js";

const info: Severity = { number: 9, text: "INFO" };
const warn: Severity = { number: 13, text: "WARN" };

/** Makes log records of the lines of blocks. */
export class RecordMaker {
  readonly #catalogue: Catalogue;
  readonly #resource: readonly KeyValue[];
  readonly #plans = new Map<string, { readonly plan: AttributePlan; readonly hostField: string | undefined }>();

  /** @param resource what all records share besides the host: the service, and what the operator adds. */
  constructor(catalogue: Catalogue, resource: readonly KeyValue[]) {
    this.#catalogue = catalogue;
    this.#resource = resource;
  }

  /** The records of a block by host, in the order of the lines. Blank lines have none. */
  recordsOf(block: ShipBlock, observedNanos: bigint): HostRecords[] {
    const byHost = new Map<string, LogRecord[]>();
    for (const line of blockLines(block)) {
      const judged = judgeLine(line.line, this.#catalogue, "reader");
      if (judged === undefined) continue;
      const common = { lineNumber: line.line.number, observedNanos, attributes: placeAttributes(block, line) };
      const { host = block.origin.host, record } = judged.isValid
        ? this.#eventRecord(judged, common)
        : { record: this.#badRecord(judged, line.bytes, common) };
      const records = byHost.get(host);
      if (records === undefined) byHost.set(host, [record]);
      else records.push(record);
    }
    return [...byHost].map(([host, records]) => {
      const name = textAttribute("host.name", wellFormedText(host));
      return { resource: [...this.#resource.filter(({ key }) => key !== name.key), name], records };
    });
  }

  #eventRecord(
    { line, event: parsed, numbers }: GoodLine,
    { lineNumber, observedNanos, attributes }: CommonParts,
  ): { readonly record: LogRecord; readonly host: string | undefined } {
    const event = withExactNumbers(parsed, numbers) as object;
    const { envelope } = this.#catalogue;
    const eventName = eventNameOf(event, envelope);
    const { plan, hostField } = this.#planOf(eventName);
    const record = {
      lineNumber,
      timeNanos: eventNanos(event, envelope),
      observedNanos,
      severity: info,
      body: textValue(wellFormedText(line.text)),
      attributes: [...plan.attributesOf(event), ...attributes],
      eventName: wellFormedText(eventName),
    };
    return { record, host: hostOfEvent(event, hostField) };
  }

  #planOf(eventName: string): { readonly plan: AttributePlan; readonly hostField: string | undefined } {
    const known = this.#plans.get(eventName);
    if (known !== undefined) return known;
    const definition = this.#catalogue.get(eventName);
    const made = {
      plan: new AttributePlan(definition ?? { fields: [], envelope: this.#catalogue.envelope }),
      hostField: definition === undefined ? undefined : hostFieldOf(definition),
    };
    this.#plans.set(eventName, made);
    return made;
  }

  /** A bad line, with its bytes as they are, and what is wrong with it. */
  #badRecord(
    refused: RefusedLine,
    bytes: Uint8Array,
    { lineNumber, observedNanos, attributes }: CommonParts,
  ): LogRecord {
    const { code, faults } = diagnose(refused, this.#catalogue, "reader");
    const messages = faults.slice(0, maxMessages).map((fault) => textValue(wellFormedText(faultMessage(fault))));
    return {
      lineNumber,
      timeNanos: 0n,
      observedNanos,
      severity: warn,
      body: bodyOf(refused.line, bytes),
      attributes: [
        { key: "metric_events.bad_line", value: { kind: "bool", value: true } },
        textAttribute("metric_events.fault", code),
        { key: "metric_events.messages", value: { kind: "array", values: messages } },
        ...attributes,
      ],
      eventName: "",
    };
  }
}

interface CommonParts {
  readonly lineNumber: number;
  readonly observedNanos: bigint;
  readonly attributes: readonly KeyValue[];
}

const maxMessages = 5;

/** Of a line that is not UTF-8, or of which only the beginning is there, the bytes. */
function bodyOf(line: LogLine, bytes: Uint8Array): AnyValue {
  return line.kind === "text" ? textValue(wellFormedText(line.text)) : { kind: "bytes", value: bytes };
}

/**
 * Which line of which file it is. A record that is sent twice, since the answer to the first was lost, has the same `log.record.uid`, so that a
 * store can drop one of them.
 */
function placeAttributes({ origin, file }: ShipBlock, { offset }: BlockLine): KeyValue[] {
  return [
    textAttribute("log.file.name", wellFormedText(origin.log)),
    textAttribute("log.record.uid", `${file.fingerprint}-${file.number}-${offset}`),
  ];
}
