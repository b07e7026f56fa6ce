import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { systemReason } from "@metric-events/system";
import { maxFileBytes } from "../find-schema-files.js";

/** Reads a regular file of at most 16 MiB. A FIFO would block for ever, and a device might never end. */
export function readBounded(path: string): { readonly bytes: Uint8Array } | { readonly reason: string } {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return { reason: "it is not a regular file" };
    if (stats.size > maxFileBytes) {
      return { reason: `expected at most ${maxFileBytes / 1024 / 1024} MiB, received ${stats.size} bytes` };
    }
    return { bytes: readFileSync(descriptor) };
  } catch (error) {
    return { reason: systemReason(error) };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
