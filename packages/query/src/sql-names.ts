/** Any name, quoted for SQL. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text in SQL. No literal can hold U+0000, which ends a statement. */
export function literal(text: string): string {
  const parts = text.split("\0").map((part) => `'${part.replaceAll("'", "''")}'`);
  return parts.length === 1 ? parts.join("") : `(${parts.join(" || chr(0) || ")})`;
}

/** Replaces lone surrogates, which DuckDB refuses. */
export function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}
