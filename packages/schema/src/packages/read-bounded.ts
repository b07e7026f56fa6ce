import { readRegularFile, systemReason } from "@metric-events/system";
import { schemaSetLimits } from "../size-limits.js";

/** A file of a package, or why it cannot be read: only a regular one of at most 16 MiB can. */
export function readBounded(path: string): { readonly bytes: Uint8Array } | { readonly reason: string } {
  try {
    return { bytes: readRegularFile(path, schemaSetLimits.fileBytes) };
  } catch (error) {
    return { reason: systemReason(error) };
  }
}
