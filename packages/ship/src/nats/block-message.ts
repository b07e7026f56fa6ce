import type { ShipBlock, ShipOrigin, ShipPosition } from "../source/ship-position.js";
import { headers, type MsgHdrs } from "../vendor/nats.js";
import { parsePosition } from "./position-text.js";

/** Where blocks of all logs of all hosts go: `metric-events.<host>.<log>`. */
export const allSubjects = "metric-events.>";

/** Version of the headers. */
export const messageVersion = 1;

export const headerNames = {
  version: "Metric-Events-Version",
  host: "Metric-Events-Host",
  log: "Metric-Events-Log",
  /** The number of the file, and the fingerprint of its first line. */
  file: "Metric-Events-File",
  fingerprint: "Metric-Events-Fingerprint",
  /** Where the first line begins and the last ends, in bytes of the file. */
  first: "Metric-Events-First",
  last: "Metric-Events-Last",
  /** Lines of the file before the first. */
  linesBefore: "Metric-Events-Lines-Before",
  count: "Metric-Events-Count",
  /** Indexes of lines that are not valid events, from 0. Missing where all are. */
  bad: "Metric-Events-Bad",
  /** A digest of the schemas by which they were judged. */
  schemas: "Metric-Events-Schemas",
  /** Where shipping goes on. */
  position: "Metric-Events-Position",
} as const;

/** The subject of a log. The name of a log has dots, which divide subjects. */
export function subjectOf({ host, log }: ShipOrigin): string {
  const token = Array.from(Buffer.from(log), (byte) => {
    const character = String.fromCharCode(byte);
    return /[\w-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  });
  return `metric-events.${host}.${token.join("")}`;
}

/** The same for the same lines, whoever sends them: they are in the stream once. */
export function messageId({ origin, file, start }: ShipBlock): string {
  return `${subjectOf(origin)}:${file.fingerprint}-${file.number}:${start}`;
}

export function headersOf(block: ShipBlock, schemas: string): MsgHdrs {
  const { origin, file, start, end, linesBefore, lineCount, badLines, after } = block;
  const made = headers();
  const set = (name: keyof typeof headerNames, value: string | number): void =>
    made.set(headerNames[name], String(value));
  set("version", messageVersion);
  set("host", origin.host);
  set("log", encodeURIComponent(origin.log));
  set("file", file.number);
  set("fingerprint", file.fingerprint);
  set("first", start);
  set("last", end);
  set("linesBefore", linesBefore);
  set("count", lineCount);
  if (badLines.length > 0) set("bad", badLines.join(","));
  set("schemas", schemas);
  set("position", JSON.stringify(after));
  return made;
}

/** Where shipping goes on after a message; `undefined` for one of another program. */
export function positionOf(found: MsgHdrs): ShipPosition | undefined {
  return parsePosition(found.get(headerNames.position));
}
