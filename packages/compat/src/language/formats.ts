import { hostName, ipv4Address, ipv6Address, plainHostName } from "./addresses.js";
import { iri, uri, uriTemplate } from "./references.js";

/**
 * The language of a format, from both sides: `inner` has only strings that the format allows, and `outer` has all of them. The
 * strings in between are not decided.
 */
interface FormatLanguage {
  /** A part of `inner` that makes better witnesses. */
  readonly pleasant?: string;
  readonly inner: string;
  readonly outer: string;
  /** How long, in code points, a string of `inner` may be to be certain: longer ones are not decided. */
  readonly certainLength?: number;
  /** Of all strings of the format, in code points. */
  readonly maxLength?: number;
}

const day = [
  "(?:\\d{4}-(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])",
  "\\d{4}-(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)",
  "\\d{4}-02-(?:0[1-9]|1\\d|2[0-8])",
  "(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)",
].join("|");
const pleasantDay = "20(?:2[4-9]|[3-9]\\d)-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\\d|2[0-8])";
const offset = "(?:[Zz]|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)";
const minute = "(?:[01]\\d|2[0-3]):[0-5]\\d";
/** A leap second is one only at 23:59 in UTC, which no automaton of a reasonable size can tell for every offset. */
const time = `(?:${minute}:[0-5]\\d(?:\\.\\d+)?${offset}|23:59:60(?:\\.\\d+)?(?:[Zz]|[+-]00:00))`;
const otherOffset = "[+-](?:(?:0[1-9]|1\\d|2[0-3]):[0-5]\\d|00:(?:0[1-9]|[1-5]\\d))";
const timeOrLeapSecond = `(?:${time}|${minute}:60(?:\\.\\d+)?${otherOffset})`;
const days = "(?:\\d+D|\\d+M(?:\\d+D)?|\\d+Y(?:\\d+M(?:\\d+D)?)?)";
const hours = "T(?:\\d+S|\\d+M(?:\\d+S)?|\\d+H(?:\\d+M(?:\\d+S)?)?)";
const word = "[a-z][a-z0-9]{0,9}";
const pleasantHost = `${word}(?:\\.${word}){1,3}`;
const web = `https?:\\/\\/${pleasantHost}(?:\\/[a-z0-9]+)*`;
const atom = "[A-Za-z0-9!#$%&'*+\\/=?^_`{|}~\\-]";
const local = `${atom}+(?:\\.${atom}+)*`;
const quoted = '"(?:[ !#-\\[\\]-~]|\\\\[ -~])*"';
/** RFC 5321, section 4.1.3; what follows any other tag is not decided. */
const literalAddress = `\\[(?:${ipv4Address}|[Ii][Pp][Vv]6:${ipv6Address})\\]`;
const anyLiteral = `\\[(?:${ipv4Address}|[A-Za-z0-9-]*[A-Za-z0-9]:[!-Z^-~]+)\\]`;
const pointer = "(?:\\/(?:[^\\/~]|~[01])*)*";

/** RFC 3339, 2673, 4291, 9562, 5321, 1123, 3986, 3987, 6570, 6901; ECMA-262 for `regex`. */
const languages: Readonly<Record<string, FormatLanguage>> = {
  date: between(day, day, pleasantDay),
  time: between(time, timeOrLeapSecond),
  "date-time": between(
    `${day}[Tt]${time}`,
    `${day}[Tt]${timeOrLeapSecond}`,
    `${pleasantDay}T(?:[01]\\d|2[0-3]):00:00Z`,
  ),
  duration: exact(`P(?:\\d+W|${days}(?:${hours})?|${hours})`, "P[1-9]\\dD|PT[1-9]\\d?[HMS]"),
  uuid: exact("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
  ipv4: exact(ipv4Address),
  ipv6: exact(ipv6Address, "2001:db8::[1-9]"),
  // A local part has at most 64 octets (section 4.5.3.1.1 of RFC 5321).
  email: {
    certainLength: 64,
    ...between(
      `(?:${local}|${quoted})@(?:${hostName}|${literalAddress})`,
      `(?:${local}|${quoted})@(?:${hostName}|${anyLiteral})`,
      `${word}(?:\\.${word})*@${pleasantHost}`,
    ),
  },
  "idn-email": between(`${word}(?:\\.${word})*@${pleasantHost}`, "[^]+@[^]+"),
  hostname: { ...between(plainHostName, hostName, pleasantHost), maxLength: 253 },
  "idn-hostname": between("[a-z]{1,20}(?:\\.[a-z]{1,20}){0,3}", "[^\\x00-\\x20]+"),
  uri: exact(uri.absolute, web),
  "uri-reference": exact(`(?:${uri.absolute}|${uri.relative})`, web),
  iri: exact(iri.absolute, web),
  "iri-reference": exact(`(?:${iri.absolute}|${iri.relative})`, web),
  "uri-template": exact(uriTemplate, `${web}\\/\\{[a-z]+\\}`),
  regex: between("[A-Za-z0-9_]*", "[^]*"),
  "json-pointer": exact(pointer),
  "relative-json-pointer": exact(`(?:0|[1-9]\\d*)(?:#|${pointer})`),
};

/** Formats of `ajv-formats` and OpenAPI that no specification of JSON Schema has: strings that only validators can judge. */
export const foreignFormats: ReadonlySet<string> = new Set([
  "byte",
  "iso-date-time",
  "iso-time",
  "json-pointer-uri-fragment",
  "url",
]);

/** Undefined for a format that is not in the specification. */
export function formatLanguage(format: string): FormatLanguage | undefined {
  return Object.hasOwn(languages, format) ? languages[format] : undefined;
}

function exact(language: string, pleasant?: string): FormatLanguage {
  return between(language, language, pleasant);
}

function between(inner: string, outer: string, pleasant?: string): FormatLanguage {
  return {
    inner: whole(inner),
    outer: whole(outer),
    ...(pleasant === undefined ? {} : { pleasant: whole(pleasant) }),
  };
}

function whole(source: string): string {
  return `^(?:${source})$`;
}
