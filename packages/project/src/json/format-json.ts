const maxInline = 80;

/** JSON as people write schemas: two spaces a level; what holds one value, and lists of plain values, stand on one line if they are short. */
export function formatJson(value: unknown): string {
  return `${format(value, "")}\n`;
}

function format(value: unknown, indent: string): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (isPlain(value)) {
    const text = inlineJson(value);
    if (text.length <= maxInline) return text;
  }
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  const members = isList
    ? value.map((each) => format(each, inner))
    : Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${format(each, inner)}`);
  const [open, close] = isList ? "[]" : "{}";
  if (members.length === 0) return `${open}${close}`;
  return `${open}\n${members.map((member) => `${inner}${member}`).join(",\n")}\n${indent}${close}`;
}

function isScalar(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}

/** A list of scalars, a list of one plain object, or an object of one scalar. */
function isPlain(value: object): boolean {
  const parts: unknown[] = Object.values(value);
  if (Array.isArray(value)) return parts.every(isScalar) || (parts.length === 1 && isPlain(parts[0] as object));
  return parts.length === 1 && parts.every(isScalar);
}

/** JSON on one line, with blanks as people write them. */
export function inlineJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inlineJson).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Object.keys(value).length === 0) return "{}";
  return `{ ${Object.entries(value)
    .map(([key, each]) => `${JSON.stringify(key)}: ${inlineJson(each)}`)
    .join(", ")} }`;
}
