import { join } from "node:path";
import type { ParquetGroup, ParquetTables } from "@metric-events/query";
import type { BadPart, LakeManifest, PartSchema } from "./manifest/manifest.js";

/** The files of a lake, for queries: those of one event that have the same columns are one group. */
export function lakeTables(folder: string, { parts, badLines, schemas }: LakeManifest): ParquetTables {
  const byEvent = new Map<string, BadPart[]>();
  for (const part of parts) {
    const known = byEvent.get(part.event);
    if (known === undefined) byEvent.set(part.event, [part]);
    else known.push(part);
  }
  const groups = (list: readonly BadPart[]): readonly ParquetGroup[] => groupsOf(list, folder, schemas);
  return {
    folder,
    events: new Map([...byEvent].map(([event, list]) => [event, groups(list)])),
    invalid: groups(badLines),
  };
}

/** Files with the same columns together. */
export function groupsOf(
  parts: readonly BadPart[],
  folder: string,
  schemas: readonly PartSchema[],
): readonly ParquetGroup[] {
  const bySchema = new Map<number, string[]>();
  for (const { schema, path } of parts) {
    const file = join(folder, path);
    const known = bySchema.get(schema);
    if (known === undefined) bySchema.set(schema, [file]);
    else known.push(file);
  }
  return [...bySchema].map(([schema, files]) => ({ files, columns: schemas[schema] ?? [] }));
}
