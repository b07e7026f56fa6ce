import { isSystemError, systemReason } from "@metric-events/system";
import { printable } from "@metric-events/text";
import type { ShipErrorCode } from "../ship-error.js";
import { MissingRightError } from "./sql/missing-right.js";

/** What an error of a database means. */
export type DatabaseFailure =
  /** The same may succeed later. */
  | { readonly kind: "later"; readonly reason: string }
  /** Nothing succeeds before something is mended. */
  | { readonly kind: "stop"; readonly code: ShipErrorCode; readonly reason: string; readonly advice: string }
  /** Some value is not for this database. */
  | { readonly kind: "data"; readonly reason: string };

/** What to do about it, by SQLSTATE or the beginning of it (PostgreSQL manual, appendix A). */
const advice: readonly (readonly [state: string, code: ShipErrorCode, advice: string])[] = [
  ["28", "refused", "check the user, PGPASSWORD, ~/.pgpass and pg_hba.conf"],
  ["3D000", "refused", "create it with createdb, or name another one in the URL"],
  ["42501", "refused", "grant the user USAGE on the schema, and SELECT, INSERT and UPDATE on its tables"],
  ["25006", "refused", "this is a standby or a read-only database; name the primary in the URL"],
  [
    "42",
    "refused",
    "a table of the schema is not as this program made it; rename it, or say ?schema=<another> in the URL",
  ],
  ["0A", "refused", "expected PostgreSQL 12 or newer"],
];

/** Data exceptions, and limits that a value exceeds. */
const aboutData = /^(?:22|23|54)/;

export function failureOf(error: unknown): DatabaseFailure {
  if (error instanceof MissingRightError) {
    const reason = printable(`${error.message} (SQLSTATE ${error.code})`);
    return { kind: "stop", code: "refused", reason, advice: error.advice };
  }
  const state = stateOf(error);
  const text = printable(reasonOf(error));
  if (state === undefined) return notOfServer(error, text);
  const reason = `${text} (SQLSTATE ${state})`;
  if (aboutData.test(state)) return { kind: "data", reason };
  const found = advice.find(([beginning]) => state.startsWith(beginning));
  if (found === undefined) return { kind: "later", reason };
  return { kind: "stop", code: found[1], reason, advice: found[2] };
}

function notOfServer(error: unknown, reason: string): DatabaseFailure {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (/CERT|TLS|SSL|UNABLE_TO_/.test(code) || /does not support SSL/.test(reason)) {
    return { kind: "stop", code: "unreachable", reason, advice: "check sslmode, and sslrootcert for its certificate" };
  }
  if (/client password must be|empty password|no password supplied/i.test(reason)) {
    return {
      kind: "stop",
      code: "refused",
      reason: "the server asks for a password",
      advice: "set PGPASSWORD, or add a line to ~/.pgpass",
    };
  }
  return { kind: "later", reason };
}

/** A server sends five characters; errors of the system have longer names. */
function stateOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || isSystemError(error) || !("code" in error)) return undefined;
  const { code } = error;
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) && "severity" in error ? code : undefined;
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(systemReason).join("; ");
  return isSystemError(error) ? `${systemReason(error)}` : String(error instanceof Error ? error.message : error);
}
