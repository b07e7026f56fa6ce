import { ipv6Address } from "./addresses.js";

/** URIs and IRIs, as parts of patterns. */
interface ReferenceLanguages {
  /** With a scheme. */
  readonly absolute: string;
  readonly relative: string;
}

const encoded = "%[0-9A-Fa-f]{2}";
const delimiters = "!$&'()*+,;=";
const plain = "A-Za-z0-9._~\\-";
/** RFC 3987, section 2.2: `ucschar`. */
const beyondAscii = [
  "\\u{A0}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFEF}",
  ...Array.from({ length: 13 }, (_, plane) => `\\u{${hex(plane + 1)}0000}-\\u{${hex(plane + 1)}FFFD}`),
  "\\u{E1000}-\\u{EFFFD}",
].join("");
/** RFC 3987, section 2.2: `iprivate`. */
const forPrivateUse = "\\u{E000}-\\u{F8FF}\\u{F0000}-\\u{FFFFD}\\u{100000}-\\u{10FFFD}";

/** RFC 3986, appendix A. */
export const uri: ReferenceLanguages = referenceLanguages("", "");
/** RFC 3987, section 2.2. */
export const iri: ReferenceLanguages = referenceLanguages(beyondAscii, forPrivateUse);

function hex(value: number): string {
  return value.toString(16).toUpperCase();
}

/** `more`: what else is allowed nearly everywhere; `inQueries`: what else there. */
function referenceLanguages(more: string, inQueries: string): ReferenceLanguages {
  const one = (set: string): string => `(?:[${plain}${delimiters}${more}${set}]|${encoded})`;
  const character = one(":@");
  const user = `${one(":")}*@`;
  const future = `[Vv][0-9A-Fa-f]+\\.[${plain}${delimiters}:]+`;
  const host = `(?:\\[(?:${ipv6Address}|${future})\\]|${one("")}*)`;
  const authority = `(?:${user})?${host}(?::\\d*)?`;
  const segments = `(?:\\/${character}*)*`;
  const rooted = `\\/(?:${character}+${segments})?`;
  const end = `(?:\\?(?:[\\/?${inQueries}]|${character})*)?(?:#(?:[\\/?]|${character})*)?`;
  const absolutePath = `(?:\\/\\/${authority}${segments}|${rooted}|${character}+${segments})?`;
  const relativePath = `(?:\\/\\/${authority}${segments}|${rooted}|${one("@")}+${segments})?`;
  return { absolute: `[A-Za-z][A-Za-z0-9+.\\-]*:${absolutePath}${end}`, relative: `${relativePath}${end}` };
}

const variable = `(?:\\w|${encoded})(?:\\.?(?:\\w|${encoded}))*(?::[1-9]\\d{0,3}|\\*)?`;
const literal = `(?:[!#$&'()*+,\\-.\\/0-9:;=?@A-Z\\[\\]_a-z~${beyondAscii}${forPrivateUse}]|${encoded})`;

/** RFC 6570, section 2, with the apostrophe of erratum 6937. */
export const uriTemplate = `(?:${literal}|\\{[+#.\\/;?&=,!@|]?${variable}(?:,${variable})*\\})*`;
