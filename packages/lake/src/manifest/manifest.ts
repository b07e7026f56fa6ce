import type { CollectedStream } from "../collect/collected.js";

/** The list of what is in a lake. What it does not list does not count. */
export interface LakeManifest {
  /** Grows by one with each change. */
  readonly generation: number;
  /** The file that says which logs the lake has; `undefined` before the first. */
  readonly ledger: string | undefined;
  /** Lines of logs that were read, bad and blank ones included. */
  readonly lines: number;
  /** Different sets of columns that files have: name and SQL type of each, in order. */
  readonly schemas: readonly PartSchema[];
  readonly parts: readonly LakePart[];
  /** Files of lines that were refused. */
  readonly badLines: readonly BadPart[];
  /** Files of lines whose events the schemas did not know when they were collected from a stream, whole. */
  readonly unknown?: readonly BadPart[];
  /** What it has of a stream, if it was collected from one. */
  readonly collected?: CollectedStream;
}

export type PartSchema = readonly (readonly [name: string, type: string])[];

/** A file of the lake. */
interface Part {
  /** From the folder of the lake, with slashes. */
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  /** Index into the schemas. */
  readonly schema: number;
  /**
   * Set for the last line of a log that had no newline yet: the number of the log in the ledger. When the log goes on, the line is read again,
   * and replaces this file.
   */
  readonly tail?: number;
}

/** Events of one name, one day and one host. */
export interface LakePart extends Part {
  /** The name of the event, as in lines. */
  readonly event: string;
  /** In UTC; `undefined` for times that no calendar has. */
  readonly day: string | undefined;
  readonly host: string | undefined;
  /** Unix time in seconds of the first and the last event; `undefined` for times that no calendar has. */
  readonly first: number | undefined;
  readonly last: number | undefined;
}

export type BadPart = Part;

/** What a new lake has. */
export const emptyManifest: LakeManifest = {
  generation: 0,
  ledger: undefined,
  lines: 0,
  schemas: [],
  parts: [],
  badLines: [],
};

/** The index of a schema among known ones, and the list with it. */
export function withSchema(
  schemas: readonly PartSchema[],
  wanted: PartSchema,
): { readonly schema: number; readonly schemas: readonly PartSchema[] } {
  const text = JSON.stringify(wanted);
  const known = schemas.findIndex((each) => JSON.stringify(each) === text);
  return known === -1 ? { schema: schemas.length, schemas: [...schemas, wanted] } : { schema: known, schemas };
}
