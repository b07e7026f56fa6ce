import { rulesOfFormat } from "@metric-events/schema";

/** A form of text that the vocabulary `format-annotation` of JSON Schema 2020-12 names. */
interface TextFormat {
  readonly name: string;
  /**
   * What every text has that is proposed to have the format, at a glance: most texts have none. It may ask for more than the format does, where what the
   * format allows is often something else, as `key:value` is a URI.
   */
  readonly hint: RegExp;
}

/** In the order in which they are preferred. */
const textFormats: readonly TextFormat[] = [
  { name: "date-time", hint: /^\d{4}-\d\d-\d\dT\d/i },
  { name: "date", hint: /^\d{4}-\d\d-\d\d$/ },
  { name: "time", hint: /^\d\d:\d\d:\d\d/ },
  { name: "uuid", hint: /^[\da-f]{8}-[\da-f]{4}-/i },
  { name: "ipv4", hint: /^\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}$/ },
  { name: "ipv6", hint: /^[\da-f]{0,4}:[\da-f]{0,4}:/i },
  { name: "email", hint: /^[^\s@"]{1,64}@[^\s@.]{1,63}\.[^\s@]{1,253}$/ },
  { name: "uri", hint: /^[a-z][a-z\d+.-]{0,30}:\/\/[!-~]/i },
  { name: "duration", hint: /^P[\dT]/ },
];

/** Longer texts have none of the formats. */
const maxLength = 2000;

export const allFormats: number = 2 ** textFormats.length - 1;

/** Those of the formats `among`, a bit for each, that a text has. */
export function formatsOf(text: string, among: number): number {
  if (text.length > maxLength) return 0;
  let found = 0;
  for (const [index, { name, hint }] of textFormats.entries()) {
    const bit = 1 << index;
    if ((among & bit) !== 0 && hint.test(text) && matches(text, name)) found |= bit;
  }
  return found;
}

/** The grammars by which validators check formats, made when they are first needed. All are matched in linear time. */
const grammars = new Map<string, RegExp>();

function matches(text: string, format: string): boolean {
  let grammar = grammars.get(format);
  if (grammar === undefined) {
    grammar = new RegExp(rulesOfFormat(format)?.pattern ?? "$^", "u");
    grammars.set(format, grammar);
  }
  return grammar.test(text);
}

/** Whether a text has any of the formats. */
export function hasFormat(text: string): boolean {
  return formatsOf(text, allFormats) !== 0;
}

/** The first of the formats with a bit in `formats`. */
export function formatName(formats: number): string | undefined {
  return textFormats.find((_, index) => (formats & (1 << index)) !== 0)?.name;
}
