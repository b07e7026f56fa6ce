import { hostname } from "node:os";
import { printable } from "@metric-events/text";
import { ShipError } from "../ship-error.js";
import { connect, type NatsConnection } from "../vendor/nats.js";
import { credentialsOf } from "./credentials.js";
import type { NatsTarget } from "./nats-target.js";
import { type Attempts, isRefusal, natsReason } from "./retries.js";

/** The oldest that has all that is used of JetStream. */
const oldestVersion = [2, 9] as const;
const connectMs = 5000;

export interface ConnectionSettings {
  readonly target: NatsTarget;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** What connects, for the lists of the server. */
  readonly name: string;
}

/**
 * Connects to a server; tries again while it does not answer, as long as the attempts last. The connection comes back by itself afterwards.
 *
 * @throws {ShipError} `unreachable`, `refused`, `unsupported-server` or `invalid-settings`.
 */
export async function connectNats(
  { target, env, cwd, name }: ConnectionSettings,
  attempts: Attempts,
): Promise<NatsConnection> {
  const credentials = credentialsOf(env, cwd, target.isEncrypted);
  for (;;) {
    try {
      const connection = await connect({
        servers: [...target.servers],
        name: `${name} on ${hostname()}`,
        timeout: connectMs,
        maxReconnectAttempts: -1,
        reconnectTimeWait: 250,
        reconnectJitter: 250,
        ignoreAuthErrorAbort: true,
        ...credentials,
      });
      await refuseOld(connection, target);
      return connection;
    } catch (error) {
      if (error instanceof ShipError) throw error;
      if (isRefusal(error)) throw refused(target, error);
      await attempts.failed(
        new ShipError(
          "unreachable",
          `cannot reach ${printable(target.shown)}: ${natsReason(error)}; check the address, and that nats-server runs`,
          { cause: error },
        ),
      );
    }
  }
}

export function refused(target: NatsTarget, error: unknown): ShipError {
  return new ShipError(
    "refused",
    `${printable(target.shown)} refuses: ${natsReason(error)}; set NATS_CREDS, NATS_NKEY, NATS_TOKEN_FILE, or NATS_USER and NATS_PASSWORD, to what the server asks for, and permit what docs/ship.md lists`,
    { cause: error },
  );
}

async function refuseOld(connection: NatsConnection, target: NatsTarget): Promise<void> {
  const { version = "" } = connection.info ?? {};
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isOld = major < oldestVersion[0] || (major === oldestVersion[0] && minor < oldestVersion[1]);
  if (!isOld) return;
  await connection.close();
  throw new ShipError(
    "unsupported-server",
    `${printable(target.shown)} is nats-server ${printable(version)}; expected ${oldestVersion.join(".")} or newer; update it`,
  );
}
