import { resolve } from "node:path";
import { readTextFile, systemReason } from "@metric-events/system";
import { printable } from "@metric-events/text";
import { ShipError } from "../ship-error.js";
import {
  type Authenticator,
  type ConnectionOptions,
  credsAuthenticator,
  nkeyAuthenticator,
  tokenAuthenticator,
  usernamePasswordAuthenticator,
} from "../vendor/nats.js";

type Environment = Readonly<Record<string, string | undefined>>;

const maxBytes = 1024 * 1024;

/**
 * How to prove who connects, as the environment says: never by an argument, which all users of the machine can read. The names are those of
 * the command `nats`.
 *
 * @throws {ShipError} `invalid-settings`.
 */
export function credentialsOf(env: Environment, cwd: string, isEncrypted: boolean): Partial<ConnectionOptions> {
  const read = (name: string): string | undefined => {
    const path = setting(env, name);
    return path === undefined ? undefined : readSecret(name, resolve(cwd, path));
  };
  const authenticator = authenticatorOf(env, read);
  const [ca, cert, key] = [read("NATS_CA"), read("NATS_CERT"), read("NATS_KEY")];
  if ((cert === undefined) !== (key === undefined)) {
    throw new ShipError("invalid-settings", "expected both NATS_CERT and NATS_KEY, or neither; set the other one, too");
  }
  const isTls = isEncrypted || ca !== undefined || cert !== undefined;
  const tls = isTls
    ? { ...(ca === undefined ? {} : { ca }), ...(cert === undefined || key === undefined ? {} : { cert, key }) }
    : undefined;
  return {
    ...(authenticator === undefined ? {} : { authenticator }),
    ...(tls === undefined ? {} : { tls }),
  };
}

function authenticatorOf(env: Environment, read: (name: string) => string | undefined): Authenticator | undefined {
  const creds = read("NATS_CREDS");
  if (creds !== undefined) return checked("NATS_CREDS", () => credsAuthenticator(Buffer.from(creds)));
  const seed = read("NATS_NKEY")?.trim();
  if (seed !== undefined) return checked("NATS_NKEY", () => nkeyAuthenticator(Buffer.from(seed)));
  const token = setting(env, "NATS_TOKEN") ?? read("NATS_TOKEN_FILE")?.trim();
  if (token !== undefined) return tokenAuthenticator(token);
  const user = setting(env, "NATS_USER");
  const password = setting(env, "NATS_PASSWORD") ?? read("NATS_PASSWORD_FILE")?.trim();
  return user === undefined ? undefined : usernamePasswordAuthenticator(user, password);
}

/** An empty variable is one that is not set. */
function setting(env: Environment, name: string): string | undefined {
  const value = env[name];
  return value === "" ? undefined : value;
}

function readSecret(name: string, path: string): string {
  try {
    return readTextFile(path, maxBytes);
  } catch (cause) {
    throw new ShipError("invalid-settings", `${name}: cannot read ${printable(path)}: ${systemReason(cause)}`, {
      cause,
    });
  }
}

/** What is wrong with a secret is said without showing any of it. */
function checked(name: string, make: () => Authenticator): Authenticator {
  try {
    const authenticator = make();
    // Reads the secret for the first time.
    (Array.isArray(authenticator) ? authenticator : [authenticator]).forEach((each) => each("nonce"));
    return authenticator;
  } catch {
    throw new ShipError(
      "invalid-settings",
      `${name}: the file does not hold ${name === "NATS_CREDS" ? "credentials as nsc writes them, a JWT and a seed" : "a seed of an NKEY, which begins with SU"}`,
    );
  }
}
