/** Indents what json-schema-to-typescript writes flush left when it does not format. */
export function indent(text: string): string {
  let depth = 0;
  const lines = text
    .trim()
    .split("\n")
    .map((line) => {
      const isComment = /^\s*(\/\*\*|\*)/.test(line);
      if (!isComment && /^[}\])]/.test(line)) depth--;
      const indented = `${"  ".repeat(depth)}${line.trimEnd()}`;
      if (!isComment && /[{[(]$/.test(line)) depth++;
      return indented;
    });
  return lines.join("\n");
}
