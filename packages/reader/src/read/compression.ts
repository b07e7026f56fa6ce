import { LogError } from "../log-error.js";
import { gunzip } from "./gunzip.js";
import { unzstd } from "./unzstd.js";

type Chunks = AsyncIterable<Uint8Array>;

/** A format of compressed logs. To read another format, add a row to {@link compressions}. */
interface Compression {
  readonly name: string;
  /** What compressors append to the name of a file. */
  readonly suffix: string;
  /** Whether a log of this format begins with these bytes. No line of JSON may begin so. */
  readonly isHead: (head: Uint8Array) => boolean;
  /** @throws {LogError} after everything that could be decoded was handed on. */
  readonly decode: (chunks: Chunks) => Chunks;
}

/** How many bytes {@link Compression.isHead} needs. */
export const headBytes = 6;

export const compressions: readonly Compression[] = [
  // RFC 1952
  { name: "gzip", suffix: ".gz", isHead: beginsWith(0x1f, 0x8b), decode: gunzip },
  // RFC 8878
  { name: "zstd", suffix: ".zst", isHead: (head) => isZstd(head) || isSkippableFrame(head), decode: unzstd },
  // Recognized, so that such a log is reported instead of being read as text.
  { name: "xz", suffix: ".xz", isHead: beginsWith(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00), decode: refused("xz", "xz") },
  { name: "bzip2", suffix: ".bz2", isHead: beginsWith(0x42, 0x5a, 0x68), decode: refused("bzip2", "bzip2") },
  { name: "lz4", suffix: ".lz4", isHead: beginsWith(0x04, 0x22, 0x4d, 0x18), decode: refused("lz4", "lz4") },
];

/** How a log is compressed; `undefined` for a plain one. */
export function compressionOf(head: Uint8Array): Compression | undefined {
  return compressions.find(({ isHead }) => isHead(head));
}

function beginsWith(...magic: readonly number[]): Compression["isHead"] {
  return (head) => magic.every((byte, index) => head[index] === byte);
}

const isZstd = beginsWith(0x28, 0xb5, 0x2f, 0xfd);

/** Parallel compressors write such a frame first. */
function isSkippableFrame(head: Uint8Array): boolean {
  return ((head[0] ?? 0) & 0xf0) === 0x50 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18;
}

function refused(name: string, program: string): Compression["decode"] {
  // oxlint-disable-next-line require-yield -- It decodes nothing.
  return async function* decode() {
    throw new LogError("unreadable", `compressed with ${name}, which is not supported; pipe it in from ${program} -dc`);
  };
}
