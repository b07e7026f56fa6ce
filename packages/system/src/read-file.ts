import { closeSync, constants, openSync, readSync } from "node:fs";
import { decodeUtf8 } from "./decode-utf8.js";
import { namingFile } from "./naming-file.js";
import { statDescriptor } from "./stat-descriptor.js";
import { UnfitFileError } from "./unfit-file-error.js";

/** Far more than a person writes, and little enough to hold in memory. */
const maxTextBytes = 16 * 1024 * 1024;

/**
 * Reads a file that somebody else may have put there. What is not a regular file, such as a FIFO or a link to `/dev/zero`, would be read
 * without end.
 *
 * @param maxBytes Default: 16 MiB.
 * @throws {UnfitFileError} for what is not a regular file, and for a larger one.
 * @throws {SystemError} when it cannot be opened or read.
 */
export function readRegularFile(path: string, maxBytes: number = maxTextBytes): Uint8Array {
  // To open a FIFO would wait for its writer.
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = statDescriptor(descriptor);
    // To read a directory is an error of the system.
    if (!stats.isFile() && !stats.isDirectory()) throw new UnfitFileError(path, "it is not a regular file");
    const expected = `expected at most ${maxBytes / 1024 / 1024} MiB`;
    if (stats.isFile() && stats.size > maxBytes)
      throw new UnfitFileError(path, `${expected}, received ${stats.size} bytes`);
    const bytes = namingFile(path, () => readAll(descriptor, stats.isFile() ? Number(stats.size) : 0, maxBytes));
    if (bytes === undefined) throw new UnfitFileError(path, `${expected}, received more`);
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}

/**
 * The same for a text. A byte order mark stays in it.
 *
 * @throws {UnfitFileError} also for what is not UTF-8.
 */
export function readTextFile(path: string, maxBytes?: number): string {
  const decoded = decodeUtf8(readRegularFile(path, maxBytes));
  if ("text" in decoded) return decoded.text;
  const { line, column, encoding, byte } = decoded;
  const received = encoding ?? `the byte 0x${byte.toString(16).padStart(2, "0")} at line ${line}, character ${column}`;
  throw new UnfitFileError(path, `it is not UTF-8: received ${received}`);
}

/** `undefined` where there is more. A file may grow meanwhile, and those of /proc have no size. */
function readAll(descriptor: number, size: number, maxBytes: number): Uint8Array | undefined {
  let bytes = new Uint8Array(size + 1);
  let length = 0;
  for (;;) {
    const count = readSync(descriptor, bytes, length, bytes.length - length, null);
    if (count === 0) return bytes.subarray(0, length);
    length += count;
    if (length > maxBytes) return undefined;
    if (length < bytes.length) continue;
    const larger = new Uint8Array(Math.min(2 * length + 4096, maxBytes + 1));
    larger.set(bytes);
    bytes = larger;
  }
}
