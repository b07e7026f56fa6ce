const octet = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const day = [
  "(?:\\d{4}-(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])",
  "\\d{4}-(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)",
  "\\d{4}-02-(?:0[1-9]|1\\d|2[0-8])",
  "(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)",
].join("|");
const time =
  "(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:[Zz]|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)|23:59:60(?:\\.\\d+)?[Zz])";
const label = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
const atom = "[A-Za-z0-9!#$%&'*+\\/=?^_`{|}~-]+";

/**
 * The languages of the regular formats, for when `format` is asserted: RFC 3339 (leap seconds only in UTC), RFC 2673 dotted
 * quads, RFC 9562, RFC 5321 with an unquoted local part. Other formats are unknown.
 */
export const formatPatterns: Readonly<Record<string, string>> = {
  date: `^${day}$`,
  time: `^${time}$`,
  "date-time": `^${day}[Tt]${time}$`,
  uuid: "^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$",
  ipv4: `^(?:${octet}\\.){3}${octet}$`,
  email: `^${atom}(?:\\.${atom})*@${label}(?:\\.${label})*$`,
  "json-pointer": "^(?:\\/(?:[^\\/~]|~[01])*)*$",
};
