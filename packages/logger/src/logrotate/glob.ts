/** A pattern of glob(7) as an expression. Wildcards match no slash. */
export function fileNameExpression(pattern: string): RegExp {
  return new RegExp(`^${globSource(pattern)}$`);
}

function globSource(pattern: string): string {
  return pattern.replaceAll(/\*+|\?|\[!?[^\]]+\]|[.+^${}()|\\[\]]/g, (part) => {
    if (part.startsWith("*")) return "[^/]*";
    if (part === "?") return "[^/]";
    return part.length > 2 ? part.replace(/^\[!/, "[^").replaceAll("\\", "\\\\") : `\\${part}`;
  });
}
