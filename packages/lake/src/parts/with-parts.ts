import { type BadPart, type LakeManifest, type LakePart, type PartSchema, withSchema } from "../manifest/manifest.js";
import type { NewPart, WrittenParts } from "./write-parts.js";

type Listed = Omit<LakeManifest, "generation" | "ledger">;

/**
 * A manifest that lists new files, too.
 *
 * @param tail the number of the log whose last line they hold, when it had no newline.
 */
export function withParts(
  manifest: Listed,
  { parts, badLines, unknown = [] }: WrittenParts & { readonly unknown?: readonly NewPart<BadPart>[] },
  tail?: number,
): Listed {
  let { schemas } = manifest;
  const listed = <Each extends LakePart | BadPart>({ columns, ...part }: NewPart<Each>): Each => {
    const found = withSchema(schemas, columns);
    schemas = found.schemas;
    return { ...part, schema: found.schema, ...(tail === undefined ? {} : { tail }) } as unknown as Each;
  };
  const added = { parts: parts.map(listed<LakePart>), badLines: badLines.map(listed<BadPart>) };
  const allUnknown = [...(manifest.unknown ?? []), ...unknown.map(listed<BadPart>)];
  return sortedManifest({
    ...manifest,
    ...(allUnknown.length === 0 ? {} : { unknown: allUnknown }),
    parts: [...manifest.parts, ...added.parts],
    badLines: [...manifest.badLines, ...added.badLines],
    schemas,
  });
}

/** The same list for the same files, with the schemas that they have. */
export function sortedManifest(manifest: Listed): Listed {
  let schemas: readonly PartSchema[] = [];
  const listed = <Each extends LakePart | BadPart>(part: Each): Each => {
    const found = withSchema(schemas, manifest.schemas[part.schema] ?? []);
    schemas = found.schemas;
    return { ...part, schema: found.schema };
  };
  const parts = manifest.parts.toSorted(byPath).map(listed<LakePart>);
  const badLines = manifest.badLines.toSorted(byPath).map(listed<BadPart>);
  const unknown = manifest.unknown?.toSorted(byPath).map(listed<BadPart>);
  return { ...manifest, parts, badLines, ...(unknown === undefined ? {} : { unknown }), schemas };
}

function byPath(left: { readonly path: string }, right: { readonly path: string }): number {
  return left.path < right.path ? -1 : 1;
}
