import { LogError } from "../log-error.js";
import { ZstdHistory } from "./zstd-history.js";
import { ZstdWindowGuard } from "./zstd-window.js";

const sliceBytes = 16 * 1024;
/** `FZstdErrorCode.UnexpectedEOF`. */
const unexpectedEnd = 5;

/** Decodes Zstandard (RFC 8878) with fzstd, since Node can only from 22.15 on. fzstd does not compare the checksums of frames. */
export async function* unzstd(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { Decompress } = await import("fzstd");
  const guard = new ZstdWindowGuard();
  let output: Uint8Array[] = [];
  const decoder = new Decompress((block) => {
    output.push(block);
    history.append(block);
  });
  const history = new ZstdHistory(decoder);
  const decode = (slice: Uint8Array, isLast: boolean): LogError | undefined => {
    try {
      decoder.push(slice, isLast);
      return undefined;
    } catch (cause) {
      return sourceError(cause);
    }
  };
  function* take(): Generator<Uint8Array> {
    const taken = output;
    output = [];
    yield* taken;
  }
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length; start += sliceBytes) {
      // The decoder keeps the bytes that it gets, and the chunk is overwritten.
      const slice = new Uint8Array(chunk.subarray(start, start + sliceBytes));
      guard.check(slice);
      const error = decode(slice, false);
      yield* take();
      if (error !== undefined) throw error;
    }
  }
  const error = decode(new Uint8Array(0), true);
  yield* take();
  if (error !== undefined) throw error;
}

function sourceError(cause: unknown): LogError {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === unexpectedEnd) return new LogError("cut-short", "the zstd data ends too early", { cause });
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new LogError("corrupt", `the zstd data is damaged: ${reason}`, { cause });
}
