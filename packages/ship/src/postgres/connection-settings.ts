import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { errorInWords, isSystemError, readRegularFile, readTextFile } from "@metric-events/system";
import { printable } from "@metric-events/text";
import { ShipError } from "../ship-error.js";
import { passwordFromFile } from "./password-file.js";
import { mostNameBytes } from "./sql/identifier.js";

type Environment = Readonly<Record<string, string | undefined>>;

/** How to connect, by the rules of libpq as far as they are needed here. */
export interface ConnectionSettings {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Empty if nobody said one. */
  readonly password: string;
  readonly database: string;
  /** Whether TLS has to be; `prefer` does without where the server has none. */
  readonly tls: "never" | "prefer" | { readonly isVerified: boolean; readonly ca: string | undefined };
  /** The schema of the tables. */
  readonly schema: string;
  readonly notices: readonly string[];
}

const defaultSchema = "metric_events";
const defaultPort = 5432;
const defaultSocket = "/var/run/postgresql";

/** Parameters of a connection that can be in the URL, and their variables (PostgreSQL manual, section 34.15). */
const variables: Readonly<Record<string, string>> = {
  host: "PGHOST",
  port: "PGPORT",
  user: "PGUSER",
  password: "PGPASSWORD",
  dbname: "PGDATABASE",
  sslmode: "PGSSLMODE",
  sslrootcert: "PGSSLROOTCERT",
};
const modes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];

/**
 * Reads `postgres://user@host:port/database?sslmode=verify-full`, of which every part can be left out; then the environment, a service or a
 * default says it.
 *
 * @throws {ShipError} `invalid-settings`.
 */
export function connectionSettings(into: string, env: Environment, cwd: string): ConnectionSettings {
  const said = fromUrl(into);
  const service = said["service"] ?? nonEmpty(env["PGSERVICE"]);
  const ofService = service === undefined ? {} : readService(service, env, cwd);
  const get = (name: string): string | undefined =>
    said[name] ?? ofService[name] ?? nonEmpty(env[variables[name] ?? ""]);
  const host = get("host") ?? defaultSocket;
  if (host.includes(",")) throw invalid("the URL names several hosts; name one, such as the address of the primary");
  const user = get("user") ?? nonEmpty(env["USER"]) ?? nonEmpty(env["LOGNAME"]) ?? "postgres";
  const port = portOf(get("port"));
  const database = get("dbname") ?? user;
  const notices = said["password"] === undefined ? [] : [passwordNotice];
  const fromFile = (): string | undefined =>
    passwordFromFile({ host, port, database, user }, env, cwd, (text) => void notices.push(text));
  const schema = said["schema"] ?? defaultSchema;
  return {
    host,
    port,
    user,
    password: get("password") ?? fromFile() ?? "",
    database,
    tls: tlsOf(get("sslmode"), get("sslrootcert"), host, cwd),
    schema: schemaOf(schema),
    notices,
  };
}

const passwordNotice =
  "the URL holds a password, which every user of this machine can see in the list of processes; use PGPASSWORD, ~/.pgpass or a service instead";

function fromUrl(into: string): Readonly<Record<string, string>> {
  // The rules of the web want a host after a user; libpq does not.
  const text = into.replace(/^([a-z]+:\/\/(?:[^/?#]*@)?)(?=[/?#]|$)/, `$1${noHost}`);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^postgres(?:ql)?:$/.test(url.protocol)) {
    throw invalid("expected postgres://[user@]host[:port]/database, with the password in PGPASSWORD or ~/.pgpass");
  }
  const parts: Record<string, string> = {};
  const add = (name: string, value: string): void => {
    if (value === "") return;
    if (Object.hasOwn(parts, name)) throw saidTwice(name);
    parts[name] = value;
  };
  if (url.hostname !== noHost) add("host", decoded(url.hostname.replace(/^\[(.*)\]$/, "$1")));
  add("port", url.port);
  add("user", decoded(url.username));
  add("password", decoded(url.password));
  add("dbname", decoded(url.pathname.slice(1)));
  for (const [name, value] of url.searchParams) {
    if (url.searchParams.getAll(name).length > 1) throw saidTwice(name);
    if (!parameters.has(name)) {
      throw invalid(`the URL has the parameter ${quoted(name)}; expected one of ${[...parameters].join(", ")}`);
    }
    add(name, value);
  }
  return parts;
}

function saidTwice(name: string): ShipError {
  return invalid(`the URL says ${quoted(name)} twice; say it once`);
}

const parameters: ReadonlySet<string> = new Set([...Object.keys(variables), "service", "schema"]);

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalid("a part of the URL has a % that is not followed by two hexadecimal digits; write it as %25");
  }
}

/** No host is called this. */
const noHost = ".";

/** The settings of a service, from the file of the user, else that of the system (PostgreSQL manual, section 34.17). */
function readService(service: string, env: Environment, cwd: string): Readonly<Record<string, string>> {
  const own = nonEmpty(env["PGSERVICEFILE"]) ?? join(nonEmpty(env["HOME"]) ?? homedir(), ".pg_service.conf");
  const files = [own, join(nonEmpty(env["PGSYSCONFDIR"]) ?? "/etc/postgresql-common", "pg_service.conf")];
  for (const file of files) {
    const found = serviceIn(textOfFile(resolve(cwd, file)), service);
    if (found !== undefined) return found;
  }
  throw invalid(`there is no service ${quoted(service)}; looked in ${files.map(printable).join(" and ")}`);
}

function textOfFile(file: string): string {
  try {
    return readTextFile(file);
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return "";
    throw invalid(`${printable(file)}: ${errorInWords(error)}`);
  }
}

function serviceIn(text: string, service: string): Record<string, string> | undefined {
  let found: Record<string, string> | undefined;
  for (const line of text.split(/\r?\n/)) {
    const section = /^\s*\[(.*)\]\s*$/.exec(line)?.[1];
    if (section !== undefined) {
      if (found !== undefined) return found;
      if (section === service) found = {};
      continue;
    }
    const sign = line.indexOf("=");
    const name = line.slice(0, Math.max(0, sign)).trim();
    if (found !== undefined && /^[a-z_]+$/.test(name)) found[name] = line.slice(sign + 1).trim();
  }
  return found;
}

function portOf(text: string | undefined): number {
  if (text === undefined) return defaultPort;
  if (/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535) return Number(text);
  throw invalid(`expected a port from 1 to 65535, received ${quoted(text)}`);
}

function shortName(name: string): string {
  return `${name.slice(0, 20)}…`;
}

function schemaOf(name: string): string {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) {
    throw invalid(
      `expected a schema of lower-case letters, digits and "_" that begins with a letter, received ${quoted(name)}`,
    );
  }
  // PostgreSQL cuts longer names off.
  if (name.length > mostNameBytes) {
    throw invalid(
      `expected a schema of at most ${mostNameBytes} characters, received ${name.length}: ${quoted(shortName(name))}`,
    );
  }
  if (name === "information_schema" || name.startsWith("pg_")) {
    throw invalid(`the schema ${quoted(name)} belongs to PostgreSQL itself; name another one, such as metric_events`);
  }
  return name;
}

function tlsOf(
  mode: string | undefined,
  rootFile: string | undefined,
  host: string,
  cwd: string,
): ConnectionSettings["tls"] {
  if (mode !== undefined && !modes.includes(mode)) {
    throw invalid(`expected sslmode ${modes.join(", ")}, received ${quoted(mode)}`);
  }
  if (mode === "disable" || host.startsWith("/")) return "never";
  if (mode === undefined || mode === "allow" || mode === "prefer") return "prefer";
  const ca = rootFile === undefined ? undefined : certificates(resolve(cwd, rootFile));
  return { isVerified: mode !== "require" || ca !== undefined, ca };
}

function certificates(file: string): string {
  try {
    return Buffer.from(readRegularFile(file)).toString();
  } catch (error) {
    throw invalid(`sslrootcert: ${printable(file)}: ${errorInWords(error)}`);
  }
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

function quoted(text: string): string {
  return JSON.stringify(printable(text));
}

function invalid(message: string): ShipError {
  return new ShipError("invalid-settings", message);
}
