import { formatBytes } from "@metric-events/text";
import { LogError } from "../log-error.js";

/** What zstd(1) takes without being told to take more (`--long=27`). */
const maxWindowBytes = 128 * 1024 * 1024;

const magic = 0xfd2fb528;
const skippableMagic = 0x184d2a50;
const dictionaryIdSizes = [0, 1, 2, 4] as const;
const reservedBlock = 3;

/** Asks for the next bytes, or to skip some. */
type Wish = { readonly read: number } | { readonly skip: number };

/**
 * Refuses frames that need much memory before the decoder allocates it: 20 bytes can ask for gigabytes. Takes the data in pieces; whatever
 * is not Zstandard is for the decoder to refuse.
 */
export class ZstdWindowGuard {
  readonly #walk = frames();
  #wish: Wish | undefined;
  #read: number[] = [];
  #skipped = 0;

  constructor() {
    this.#next([]);
  }

  /** @throws {LogError} for a frame with too large a window. */
  check(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length && this.#wish !== undefined; ) {
      if ("skip" in this.#wish) {
        const step = Math.min(this.#wish.skip - this.#skipped, bytes.length - at);
        this.#skipped += step;
        at += step;
        if (this.#skipped === this.#wish.skip) this.#next([]);
      } else {
        this.#read.push(bytes[at++] as number);
        if (this.#read.length === this.#wish.read) this.#next(this.#read);
      }
    }
  }

  #next(read: readonly number[]): void {
    this.#read = [];
    this.#skipped = 0;
    const { done, value } = this.#walk.next(read);
    const isNothing = done !== true && ("skip" in value ? value.skip : value.read) === 0;
    this.#wish = done === true ? undefined : value;
    if (isNothing) this.#next([]);
  }
}

/** Walks over frames and blocks (RFC 8878, section 3.1). */
function* frames(): Generator<Wish, void, readonly number[]> {
  for (;;) {
    const head = number(yield { read: 4 });
    if ((head & ~0xf) >>> 0 === skippableMagic) {
      yield { skip: number(yield { read: 4 }) };
      continue;
    }
    if (head !== magic) return;
    const [descriptor = 0] = yield { read: 1 };
    const isSingleSegment = (descriptor & 0x20) !== 0;
    let window = 0;
    if (!isSingleSegment) {
      const [value = 0] = yield { read: 1 };
      const base = 2 ** (10 + (value >> 3));
      window = base + (base / 8) * (value & 7);
    }
    yield { skip: dictionaryIdSizes[descriptor & 3] ?? 0 };
    const size = number(yield { read: contentSizeBytes(descriptor >> 6, isSingleSegment) });
    // A segment of its own is its own window.
    assertWindow(isSingleSegment ? size : window);
    yield* blocks();
    yield { skip: (descriptor & 4) === 0 ? 0 : 4 };
  }
}

function* blocks(): Generator<Wish, void, readonly number[]> {
  for (let isLast = false; !isLast; ) {
    const header = number(yield { read: 3 });
    isLast = (header & 1) === 1;
    const type = (header >> 1) & 3;
    if (type === reservedBlock) return;
    // Of a repeated byte, there is one.
    yield { skip: type === 1 ? 1 : header >> 3 };
  }
}

function contentSizeBytes(flag: number, isSingleSegment: boolean): number {
  return flag === 0 ? (isSingleSegment ? 1 : 0) : 2 ** flag;
}

function assertWindow(bytes: number): void {
  if (bytes <= maxWindowBytes) return;
  const [needed, most] = [formatBytes(bytes), formatBytes(maxWindowBytes)];
  throw new LogError(
    "unreadable",
    `the zstd data needs a window of ${needed}, more than the ${most} allowed; decompress it with zstd -d --long=31`,
  );
}

/** Little-endian. */
function number(bytes: readonly number[]): number {
  return bytes.reduce((sum, byte, index) => sum + byte * 256 ** index, 0);
}
