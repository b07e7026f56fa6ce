import { createHash } from "node:crypto";

/** PostgreSQL cuts longer names off (NAMEDATALEN), so that two could become one. */
export const mostNameBytes = 63;
const hashLength = 8;
/** Names that every table has already (PostgreSQL manual, section 5.5). */
const systemColumns = new Set(["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"]);

/** The name of a column for a field: its own, except where PostgreSQL cannot have that. Different fields have different names. */
export function columnName(field: string): string {
  const isUsable =
    field !== "" && !/[\0\p{Surrogate}]/u.test(field) && !field.startsWith("_") && !systemColumns.has(field);
  if (isUsable && Buffer.byteLength(field) <= mostNameBytes) return field;
  const hash = createHash("sha256").update(JSON.stringify(field)).digest("hex").slice(0, hashLength);
  const readable = field.replaceAll(/[\0\p{Surrogate}]/gu, "?").replace(/^_+/, "");
  return `${cut(readable, mostNameBytes - hashLength - 1)}_${hash}`;
}

/** A name in SQL, whatever it is. */
export function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text in SQL, whatever it is, in the form that no setting of the server changes. */
export function quotedText(text: string): string {
  const storable = text.replaceAll(/[\0\p{Surrogate}]/gu, "\uFFFD");
  return `E'${storable.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}

function cut(text: string, bytes: number): string {
  let end = "";
  for (const character of text) {
    if (Buffer.byteLength(end + character) > bytes) break;
    end += character;
  }
  return end;
}
