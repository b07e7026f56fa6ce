import { readRegularFile, UnfitFileError } from "@metric-events/system";

/** Code for thousands of events. */
const maxGeneratedBytes = 256 * 1024 * 1024;

/** The text of a file that may have been generated: empty where it is not a regular file, or too large. */
export function readGenerated(path: string): string {
  try {
    return new TextDecoder().decode(readRegularFile(path, maxGeneratedBytes));
  } catch (error) {
    if (error instanceof UnfitFileError) return "";
    throw error;
  }
}
