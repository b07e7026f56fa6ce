/** A JSON value, which may have bigints in it, as a TypeScript literal, indented, without quotes around keys that need none. */
export function sourceLiteral(value: unknown, depth = 0): string {
  const pad = "  ".repeat(depth + 1);
  const end = "  ".repeat(depth);
  if (Array.isArray(value)) {
    const items = value.map((item) => sourceLiteral(item, depth + 1));
    const line = `[${items.join(", ")}]`;
    if (!line.includes("\n") && line.length <= 100) return line;
    return `[\n${items.map((item) => `${pad}${item},\n`).join("")}${end}]`;
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(
      ([key, member]) => `${pad}${propertyKey(key)}: ${sourceLiteral(member, depth + 1)},\n`,
    );
    return members.length === 0 ? "{}" : `{\n${members.join("")}${end}}`;
  }
  if (typeof value === "bigint") return `${value}n`;
  // U+2028 and U+2029 end a line in older JavaScript, though not in JSON.
  return JSON.stringify(value).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

function propertyKey(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) && key !== "__proto__" ? key : JSON.stringify(key);
}
