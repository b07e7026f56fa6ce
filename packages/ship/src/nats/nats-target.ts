import { printable } from "@metric-events/text";
import { ShipError } from "../ship-error.js";

/** What a URL such as `nats://a:4222,b:4222/STREAM` names. */
export interface NatsTarget {
  /** As `host:port`. */
  readonly servers: readonly string[];
  readonly isEncrypted: boolean;
  readonly stream: string;
  /** The servers in messages. */
  readonly shown: string;
}

export const defaultStream = "METRIC_EVENTS";
const streamPattern = /^[\w-]{1,32}$/;
const serverPattern = /^(?:\[[\da-fA-F:.]+\]|[\w.-]+)(?::\d{1,5})?$/;
const form = "nats://host:4222, nats://a:4222,b:4222 or nats://host:4222/STREAM";

/**
 * Reads the URL of servers of NATS.
 *
 * @throws {ShipError} `unknown-destination`; also where it holds a password, which all users of the machine could read.
 */
export function natsTarget(to: string): NatsTarget {
  const [, scheme = "", hosts = "", path = ""] = /^(nats|tls):\/\/([^/?#]*)(?:\/([^?#]*))?$/.exec(to) ?? [];
  if (hosts.includes("@")) {
    throw new ShipError(
      "unknown-destination",
      "the URL holds a user or a password, which the list of processes shows to everyone; set NATS_CREDS, NATS_NKEY, NATS_TOKEN_FILE, or NATS_USER and NATS_PASSWORD in the environment instead",
    );
  }
  const servers = hosts.split(",");
  const stream = path === "" ? defaultStream : path;
  if (scheme === "" || !servers.every((each) => serverPattern.test(each)) || !streamPattern.test(stream)) {
    throw new ShipError(
      "unknown-destination",
      `expected a URL such as ${form}, where a stream has letters, digits, "-" and "_", received ${JSON.stringify(printable(to))}`,
    );
  }
  return { servers, isEncrypted: scheme === "tls", stream, shown: `${scheme}://${hosts}` };
}
