import type { EventView } from "@metric-events/query";
import type { SequenceRange } from "../collect/collected.js";
import { padded } from "../manifest/lake-files.js";
import { hiveFolder } from "./hive-folder.js";

/** Programs that read the lake as a folder of Parquet files ignore names that begin with an underscore. */
export const badLinesFolder = "_bad_lines";

/** Lines of events that the schemas of the lake do not know. */
export const unknownFolder = "_unknown";

const partName = /^\d{8,}-(?:append|tail-\d+|compact(?:-\d+)?|\d{10,}-\d{10,}-collect)\.parquet(?:\.unfinished)?$/;

export function isPartName(name: string): boolean {
  return partName.test(name);
}

/** The rows of one file. */
export interface Partition {
  readonly day: string | undefined;
  readonly host: string | undefined;
}

/** `event=runner_start/day=2026-11-23/host=build-7`. A key that a field of the event has, too, begins with `partition_`. */
export function partitionFolder(view: EventView, { day, host }: Partition): string {
  return [
    hiveFolder(keyFor("event", view), view.eventName),
    hiveFolder(keyFor("day", view), day),
    hiveFolder(keyFor("host", view), host),
  ].join("/");
}

function keyFor(key: string, { columns, envelope, origin }: EventView): string {
  const isSame = (key === "event" && envelope.nameField === "event") || (key === "host" && origin.host === "host");
  return !isSame && columns.some(({ name }) => name.toLowerCase() === key) ? `partition_${key}` : key;
}

/** The same name for the same messages of a stream. */
export function collectedFileName(epoch: number, { from, to }: SequenceRange): string {
  return `${padded(epoch)}-${sequenceText(from)}-${sequenceText(to)}-collect.parquet`;
}

function sequenceText(sequence: number): string {
  return String(sequence).padStart(10, "0");
}

/** The same name for the same change of the same lake. `tail`: a line without a newline, which may go on. */
export function partFileName(generation: number, kind: "append" | "compact" | `tail-${number}`): string {
  return `${padded(generation)}-${kind}.parquet`;
}
