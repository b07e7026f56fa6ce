/** Characters that JSON.stringify escapes, and surrogates, which it escapes if they are alone. */
// oxlint-disable-next-line no-control-regex -- Control characters are what is looked for.
const special = /[\u0000-\u001f"\\\ud800-\udfff]/;

/** Up to this length, a loop is faster than starting a regular expression. */
const loopLength = 32;

/** A string as JSON.stringify writes it, but faster for plain strings, which most are. */
export function quote(text: string): string {
  const { length } = text;
  if (length > loopLength) return special.test(text) ? JSON.stringify(text) : `"${text}"`;
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x22 || code === 0x5c || (code >= 0xd800 && code <= 0xdfff))
      return JSON.stringify(text);
  }
  return `"${text}"`;
}
