/** What DuckDB and Hive write for a value that is NULL. */
const nullHost = "__HIVE_DEFAULT_PARTITION__";

/** The host that a folder of a path names, such as `host=runners-1` in a lake; the innermost, if several do. */
export function hostFolder(path: string): string | undefined {
  const folders = path.split(/[\\/]/).slice(0, -1);
  const written = folders.findLast((folder) => folder.startsWith("host="))?.slice("host=".length);
  return written === undefined || written === "" || written === nullHost ? undefined : decoded(written);
}

/** Engines write characters that a folder cannot have as `%2F`. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
