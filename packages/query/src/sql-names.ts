/** Any name, quoted for SQL. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A string literal of SQL. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Replaces lone surrogates, which DuckDB refuses. */
export function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}
