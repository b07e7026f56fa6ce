const [newline, space, quote, comma, colon, backslash] = [0x0a, 0x20, 0x22, 0x2c, 0x3a, 0x5c] as const;

/** The first bytes show in which form lines are written. */
const sampleBytes = 4096;

/** Whether a blank follows a name in the first lines, as Python writes them. */
export function hasBlanks(bytes: Uint8Array): boolean {
  const end = Math.min(bytes.length, sampleBytes) - 2;
  for (let at = 0; at < end; at++) {
    if (bytes[at] === quote && bytes[at + 1] === colon && bytes[at + 2] === space) return true;
  }
  return false;
}

/**
 * Copies lines without the blanks that follow colons and commas, where they make no difference to JSON. All others stay, also those
 * in strings. Returns the length of the copy. Text that was not JSON does not become JSON.
 *
 * @param target at least as long as `bytes`.
 */
export function copyWithoutBlanks(bytes: Uint8Array, target: Uint8Array): number {
  let length = 0;
  let isInString = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    target[length++] = byte;
    if (isInString) {
      if (byte === quote) isInString = false;
      else if (byte === backslash && bytes[at + 1] !== newline) target[length++] = bytes[++at] as number;
    } else if (byte === quote) isInString = true;
    else if (byte === colon || byte === comma) while (bytes[at + 1] === space) at++;
    // A string that was cut off ends with its line.
    if (byte === newline) isInString = false;
  }
  return length;
}
