const backslash = 0x5c;

/** The value of a string of JSON, between the index of its first quote and the index after its last. */
export function stringBetween(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end - 1);
  return raw.includes("\\") ? JSON.parse(`"${raw}"`) : raw;
}

/** Whether a part of a text has a backslash; for short ones, a loop is faster than to take them out. */
export function hasEscape(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (text.charCodeAt(at) === backslash) return true;
  return false;
}
