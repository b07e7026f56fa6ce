import { printable } from "@metric-events/text";
import { checkHost } from "../check-host.js";
import { ShipError } from "../ship-error.js";
import type { ShipSinkFactory } from "./ship-sink.js";

/** The sinks by the schemes of their URLs. A sink is loaded only when it is used. */
const sinks: Readonly<Record<string, () => Promise<ShipSinkFactory>>> = {
  nats: async () => (await import("../nats/jetstream-sink.js")).jetStreamSink,
  // The same, encrypted.
  tls: async () => (await import("../nats/jetstream-sink.js")).jetStreamSink,
  "otlp+http": async () => (await import("../otlp/otlp-sink.js")).otlpSink,
  "otlp+https": async () => (await import("../otlp/otlp-sink.js")).otlpSink,
  postgres: async () => (await import("../postgres/postgres-sink.js")).postgresSink,
  postgresql: async () => (await import("../postgres/postgres-sink.js")).postgresSink,
};

/**
 * What makes the sink for a URL.
 *
 * @throws {ShipError} `unknown-destination`.
 */
export async function loadSink(to: string): Promise<ShipSinkFactory> {
  const [, scheme = ""] = /^([a-z][a-z\d+.-]*):\/\//.exec(to) ?? [];
  const load = Object.hasOwn(sinks, scheme) ? sinks[scheme] : undefined;
  if (load !== undefined) return load();
  const known = Object.keys(sinks).map((each) => `${each}://`);
  throw new ShipError(
    "unknown-destination",
    `expected a URL that begins with one of ${known.join(", ")}, received ${JSON.stringify(printable(withoutSecret(to)))}`,
  );
}

/** Without what may be a password. */
function withoutSecret(url: string): string {
  const at = url.lastIndexOf("@");
  return at === -1 ? url : `…${url.slice(at)}`;
}

/**
 * Checks what can be checked without a connection, for who writes it into a service.
 *
 * @throws {ShipError} `unknown-destination` or `invalid-host`.
 */
export async function checkDestination(to: string, host: string): Promise<void> {
  await loadSink(to);
  const isNats = /^(?:nats|tls):/.test(to);
  if (isNats) (await import("../nats/nats-target.js")).natsTarget(to);
  const [authority = ""] = (to.split("//")[1] ?? "").split(/[/?#]/);
  const at = authority.lastIndexOf("@");
  if (authority.slice(0, Math.max(0, at)).includes(":") || /[?&]password=/.test(to)) {
    throw new ShipError(
      "unknown-destination",
      "the URL holds a password, which everybody can read in a unit; leave it out",
    );
  }
  checkHost(host, !isNats);
}
