import { createHash } from "node:crypto";

/** How Hive names the folder of rows without a value. It cannot tell an empty text from none. */
const nullFolder = "__HIVE_DEFAULT_PARTITION__";

/** File systems allow 255 bytes; the name of the key comes before. */
const maxValueBytes = 200;
const keptBytes = 160;

const plainByte = /^[\w.-]$/;

/**
 * The name of a folder that holds the rows with one value, as Hive, Spark and DuckDB write and read it: `host=build%2F7`. Any text is
 * possible; one that is too long for a folder is cut, with a hash at its end.
 */
export function hiveFolder(key: string, value: string | undefined): string {
  return `${encoded(key)}=${value === undefined || value === "" ? nullFolder : shortened(value)}`;
}

function shortened(value: string): string {
  const whole = encodedValue(value);
  if (whole.length <= maxValueBytes) return whole;
  let kept = "";
  for (const character of value) {
    const longer = kept + encoded(character);
    if (longer.length > keptBytes) break;
    kept = longer;
  }
  const hash = createHash("sha256").update(value).digest("hex").slice(0, 16);
  return `${kept}-${hash}`;
}

function encodedValue(value: string): string {
  return value === nullFolder ? `%5F${value.slice(1)}` : encoded(value);
}

function encoded(text: string): string {
  return Array.from(Buffer.from(text), (byte) => {
    const character = String.fromCharCode(byte);
    return plainByte.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }).join("");
}
