import { printable } from "@metric-events/text";
import { ShipError } from "./ship-error.js";

/** What any destination takes as a part of a name: JetStream as a token of a subject. */
const hostPattern = /^[\w-]{1,200}$/;

/** Of a longer name, the beginning may be that of other hosts, too; 63 is the longest label of a host name. */
const longestAdvised = 63;

/** A name that is shown, and stored as text. */
const anyPattern = /^[^\p{C}\s]{1,255}$/u;

/**
 * Refuses names of hosts that are no part of a subject or, for destinations that take any name, cannot be shown.
 *
 * @throws {ShipError} `invalid-host`.
 */
export function checkHost(host: string, takesAny = false): void {
  if ((takesAny ? anyPattern : hostPattern).test(host)) return;
  if (takesAny) {
    throw new ShipError(
      "invalid-host",
      `expected a name without blanks and control characters, at most 255 characters, received ${JSON.stringify(printable(host))}`,
    );
  }
  const usable = host.replaceAll(/[^\w-]+/g, "-").slice(0, 200);
  const isGood = host.length <= longestAdvised && /^[A-Za-z\d](?:[\w-]*[A-Za-z\d])?$/.test(usable);
  const advice = isGood ? `; name the host ${usable}, for instance` : "";
  throw new ShipError(
    "invalid-host",
    `expected a name of letters, digits, "-" and "_", at most 200, since it becomes a part of a subject, received ${JSON.stringify(printable(host))}${advice}`,
  );
}
