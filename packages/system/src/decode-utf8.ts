/** Bytes that are not UTF-8: where the first one is that cannot be, and the encoding that a byte order mark names. Both numbers start at 1. */
interface NotUtf8 {
  readonly line: number;
  readonly column: number;
  readonly encoding: "UTF-16" | undefined;
  readonly byte: number;
}

/** Decodes a file. A byte order mark stays in the text. */
export function decodeUtf8(bytes: Uint8Array): { readonly text: string } | NotUtf8 {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return { line: 1, column: 1, encoding: "UTF-16", byte: first };
  }
  const text = decode(bytes, false);
  if (text !== undefined) return { text };
  // The shortest beginning that is wrong ends in the byte to blame. A character that the end cuts off is wrong only there.
  let [right, wrong] = [0, bytes.length];
  while (wrong - right > 1) {
    const middle = (right + wrong) >> 1;
    if (decode(bytes.subarray(0, middle), true) === undefined) wrong = middle;
    else right = middle;
  }
  const lines = (decode(bytes.subarray(0, right), true) ?? "").replace(/^\uFEFF/, "").split(/\r\n|\r|\n/);
  const column = (lines.at(-1) ?? "").length + 1;
  return { line: lines.length, column, encoding: undefined, byte: bytes[right] ?? 0 };
}

function decode(bytes: Uint8Array, stream: boolean): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream });
  } catch {
    return undefined;
  }
}
