import { extname } from "node:path";
import { compressions } from "./compression.js";

/** What logrotate appends to a name: `.1`, `-20261123`, `-20261123-1795428000`, `-2026112310.backup`. */
const appended = /^[.-]\d[\d.-]*(?:\.backup)?$/;

/** What logrotate inserts when it is configured with an `extension`. A short number after a hyphen is more likely another log. */
const inserted = /^(?:\.\d+|[.-]\d{8}[\d.-]*)$/;

/** Whether a name is that of an uncompressed log that was rotated away from another. */
export function isRotatedName(name: string, logName: string): boolean {
  if (name.startsWith(logName)) return appended.test(name.slice(logName.length));
  const extension = extname(logName);
  const stem = logName.slice(0, logName.length - extension.length);
  return (
    extension !== "" &&
    name.startsWith(stem) &&
    name.endsWith(extension) &&
    inserted.test(name.slice(stem.length, name.length - extension.length))
  );
}

/** The name that a file had before it was compressed; `undefined` without the suffix of a compression. */
export function uncompressedName(name: string): string | undefined {
  const suffix = compressions.find((compression) => name.endsWith(compression.suffix))?.suffix;
  return suffix === undefined ? undefined : name.slice(0, -suffix.length);
}

/** Whether a name, without its folder, is that of a log, or of a file that was rotated away from it, compressed or not. */
export function isFileOfLog(name: string, logName: string): boolean {
  return name === logName || isRotatedName(uncompressedName(name) ?? name, logName);
}
