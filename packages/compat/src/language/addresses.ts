/** Addresses of hosts, as parts of patterns. */

const octet = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

/** RFC 2673, section 3.2: four decimal numbers without leading zeros. */
export const ipv4Address = `(?:${octet}\\.){3}${octet}`;

const group = "[0-9A-Fa-f]{1,4}";
const lastTwoGroups = `(?:${group}:${group}|${ipv4Address})`;

/** RFC 4291, section 2.2, by the grammar of RFC 3986, section 3.2.2: without a zone. */
export const ipv6Address = [
  `(?:(?:${group}:){6}${lastTwoGroups}`,
  ...[5, 4, 3, 2, 1, 0].map((after) => `${upTo(5 - after)}::(?:${group}:){${after}}${lastTwoGroups}`),
  `${upTo(6)}::${group}`,
  `${upTo(7)}::)`,
].join("|");

/** At most this many groups, with colons between them. */
function upTo(groups: number): string {
  return groups === 0 ? "" : `(?:(?:${group}:){0,${groups - 1}}${group})?`;
}

/** RFC 1123, section 2.1, without the limit of the whole. */
const label = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
export const hostName = `${label}(?:\\.${label})*`;

/** A label with hyphens in its third and fourth place (RFC 5890, section 2.3.1): Punycode, which no regular language tells from what only looks like it. */
const reservedLabel = "[A-Za-z0-9][A-Za-z0-9-]--";
export const plainHostName = `(?!(?:[^]*\\.)?${reservedLabel})${hostName}`;
