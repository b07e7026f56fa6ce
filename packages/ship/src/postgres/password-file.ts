import { statSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { readTextFile } from "@metric-events/system";
import { printable } from "@metric-events/text";

/** What a password is for. */
export interface PasswordSubject {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

/** Bits of the mode that let others read a file. */
const othersMode = 0o077;

/**
 * The password in the file of the user: `~/.pgpass`, or the one that `PGPASSFILE` names, with lines of
 * `host:port:database:user:password`, in which `*` is anything (PostgreSQL manual, section 34.16). As for libpq, a file that others may read
 * does not count; `onNotice` is told.
 */
export function passwordFromFile(
  subject: PasswordSubject,
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
  onNotice: (text: string) => void,
): string | undefined {
  const [named, home] = [env["PGPASSFILE"], env["HOME"]];
  const own = join(home === undefined || home === "" ? homedir() : home, ".pgpass");
  const file = named === undefined || named === "" ? own : resolve(cwd, named);
  let text: string;
  try {
    if ((Number(statSync(file, { bigint: true }).mode) & othersMode) !== 0) {
      onNotice(`${printable(file)}: is not read, since others may read it; chmod 600 changes that`);
      return undefined;
    }
    text = readTextFile(file);
  } catch {
    return undefined;
  }
  const { host, port, database, user } = subject;
  // A socket counts as localhost, as does its folder.
  const hosts = host.startsWith("/") ? [host, "localhost"] : [host];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith("#")) continue;
    const [ofHost, ofPort, ofDatabase, ofUser, password] = fieldsOf(line);
    const isMatch =
      password !== undefined &&
      hosts.some((each) => fits(ofHost, each)) &&
      fits(ofPort, String(port)) &&
      fits(ofDatabase, database) &&
      fits(ofUser, user);
    if (isMatch) return password;
  }
  return undefined;
}

function fits(pattern: string | undefined, value: string): boolean {
  return pattern === "*" || pattern === value;
}

/** A backslash escapes a colon and itself. */
function fieldsOf(line: string): string[] {
  const fields = [""];
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (character === ":") {
      fields.push("");
      continue;
    }
    if (character === "\\" && at + 1 < line.length) at++;
    fields[fields.length - 1] += line.charAt(at);
  }
  return fields;
}
