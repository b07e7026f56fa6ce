/** A form of text that the vocabulary `format-annotation` of JSON Schema 2020-12 names. */
interface TextFormat {
  readonly name: string;
  readonly pattern: RegExp;
}

const day = String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`;
const time = String.raw`(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)`;
const octet = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;

/** In the order in which they are preferred. Each is matched in linear time. */
export const textFormats: readonly TextFormat[] = [
  { name: "date-time", pattern: new RegExp(`^${day}[Tt]${time}$`) },
  { name: "date", pattern: new RegExp(`^${day}$`) },
  { name: "time", pattern: new RegExp(`^${time}$`) },
  { name: "uuid", pattern: /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i },
  { name: "ipv4", pattern: new RegExp(String.raw`^${octet}\.${octet}\.${octet}\.${octet}$`) },
  { name: "ipv6", pattern: /^(?=[^:]*:[^:]*:)[\da-f:]{2,39}$/i },
  { name: "email", pattern: /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,8}$/i },
  { name: "uri", pattern: /^[a-z][a-z\d+.-]{0,30}:\/\/[!-~]+$/i },
  { name: "duration", pattern: /^P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/ },
];

/** Longer texts have none of the formats. */
const maxLength = 2000;

export const allFormats: number = 2 ** textFormats.length - 1;

/** Those of the formats `among`, a bit for each, that a text has. */
export function formatsOf(text: string, among: number): number {
  if (text.length > maxLength) return 0;
  let found = 0;
  for (const [index, { pattern }] of textFormats.entries()) {
    const bit = 1 << index;
    if ((among & bit) !== 0 && pattern.test(text)) found |= bit;
  }
  return found;
}

/** Whether a text has any of the formats. */
export function hasFormat(text: string): boolean {
  return formatsOf(text, allFormats) !== 0;
}

/** The first of the formats with a bit in `formats`. */
export function formatName(formats: number): string | undefined {
  return textFormats.find((_, index) => (formats & (1 << index)) !== 0)?.name;
}
