import { relative } from "node:path";
import { type JsonDocument, parseJsonDocument, type SourceLocation } from "@metric-events/schema";
import { readTextFile } from "@metric-events/system";
import { maxManifestBytes } from "./package-version.js";

/** A JSON file in which values can be found. */
export interface FilePlaces {
  /** For people. */
  readonly file: string;
  readonly document: JsonDocument | undefined;
}

export function placesIn(path: string, cwd: string): FilePlaces {
  const short = relative(cwd, path);
  const parsed = parseJsonDocument(readTextFile(path, maxManifestBytes).replace(/^\uFEFF/, ""));
  return {
    file: short.startsWith("..") ? path : short,
    document: "document" in parsed ? parsed.document : undefined,
  };
}

/** Where a JSON Pointer leads, or the beginning of the file. */
export function placeAt(places: FilePlaces | undefined, pointer: string): SourceLocation {
  const { line, column } = places?.document?.locate(pointer, "key") ?? { line: 1, column: 1 };
  return { file: places?.file ?? "", line, column, pointer };
}
