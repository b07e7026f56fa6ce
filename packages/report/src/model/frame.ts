import { restGroup } from "../aggregate/group-slots.js";
import type { LineExample } from "../aggregate/line-example.js";
import { valueName } from "../render/format.js";
import type { AnomalyExample } from "./anomaly.js";

/** What all parts of the report share. */
export interface Frame {
  /** Indexes of the buckets to show, without a gap. */
  readonly buckets: readonly number[];
  readonly bucketSeconds: number;
  /** When the first and the last event of the report happened, in Unix time. */
  readonly first: number;
  readonly last: number;
  /** Where the bucket of an index begins, in Unix time. */
  readonly startOf: (bucket: number) => number;
  readonly textOf: (code: number) => string | undefined;
  /** An event that was kept, as it is shown. */
  readonly exampleOf: (line: LineExample) => AnomalyExample;
  /** Names of events that begin what others end, or end what others began. */
  readonly paired: ReadonlySet<string>;
  /** The values of a group, one for each field that groups are made by. */
  readonly valuesOf: (group: number) => readonly (string | undefined)[];
}

/** The name of a group, of several values where there are several fields; `undefined` for events without the field. */
export function groupName(code: number, { valuesOf }: Frame): string | undefined {
  if (code === restGroup) return "(other values)";
  const values = valuesOf(code);
  return values.length > 1 ? values.map(valueName).join(", ") : values[0];
}
