/**
 * The language of a format, from both sides: `inner` has only strings that the format allows, and `outer` has all of them. The
 * strings in between are not decided.
 */
interface FormatLanguage {
  /** A part of `inner` that makes better witnesses. */
  readonly pleasant?: string;
  readonly inner: string;
  readonly outer: string;
}

const octet = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const ipv4 = `(?:${octet}\\.){3}${octet}`;
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
const days = "(?:\\d{1,9}D|\\d{1,9}M(?:\\d{1,9}D)?|\\d{1,9}Y(?:\\d{1,9}M(?:\\d{1,9}D)?)?)";
const hours = "T(?:\\d{1,9}S|\\d{1,9}M(?:\\d{1,9}S)?|\\d{1,9}H(?:\\d{1,9}M(?:\\d{1,9}S)?)?)";
const label = "[a-z0-9](?:[a-z0-9-]{0,20}[a-z0-9])?";
const group = "[0-9A-Fa-f]{1,4}";
const visible = "[^\\x00-\\x20\\x7f]";
const uriCharacter = "[A-Za-z0-9._~:\\/?#\\[\\]@!$&'()*+,;=%-]";
const path = "(?:\\/[A-Za-z0-9._~-]+)*\\/?";
const web = `https?:\\/\\/${label}(?:\\.${label})*${path}`;
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
  duration: between(`P(?:\\d{1,9}W|${days}(?:${hours})?|${hours})`, "P[0-9YMWDTHS]+"),
  uuid: exact("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
  ipv4: exact(ipv4),
  ipv6: between(`(?:(?:${group}:){7}${group}|::1?)`, "[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%.+)?"),
  email: between(`[a-z0-9]+(?:\\.[a-z0-9]+)*@${label}(?:\\.${label})*\\.[a-z]{2,9}`, ".+@[^@]+"),
  "idn-email": between(`[a-z0-9]+(?:\\.[a-z0-9]+)*@${label}(?:\\.${label})*\\.[a-z]{2,9}`, "[^]+@[^]+"),
  hostname: between(`[a-z](?:[a-z0-9]{0,20})(?:\\.[a-z](?:[a-z0-9]{0,20})){0,3}`, "[A-Za-z0-9.-]{1,254}"),
  "idn-hostname": between("[a-z]{1,20}(?:\\.[a-z]{1,20}){0,3}", "[^\\x00-\\x20]+"),
  uri: between(web, `[A-Za-z][A-Za-z0-9+.-]*:${uriCharacter}*`),
  "uri-reference": between(`(?:${web}|${path})`, `${uriCharacter}*`),
  iri: between(web, `[A-Za-z][A-Za-z0-9+.-]*:${visible}*`),
  "iri-reference": between(`(?:${web}|${path})`, `${visible}*`),
  "uri-template": between(web, `${visible}*`),
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

function exact(language: string): FormatLanguage {
  return between(language, language);
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
