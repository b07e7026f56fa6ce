/** Appends reference tokens to a JSON Pointer (RFC 6901, section 3). */
export function joinPointer(pointer: string, ...tokens: readonly (string | number)[]): string {
  let path = pointer;
  for (const token of tokens) path += `/${typeof token === "number" ? token : escaped(token)}`;
  return path;
}

function escaped(token: string): string {
  // Most have neither, and replacing takes longer than looking.
  if (!token.includes("~") && !token.includes("/")) return token;
  return token.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** The reference tokens of a JSON Pointer, unescaped (RFC 6901, section 4). */
export function pointerTokens(pointer: string): string[] {
  const isEscaped = pointer.includes("~");
  const tokens: string[] = [];
  // Most pointers are short, and splitting them takes twice as long.
  for (let slash = pointer.indexOf("/"); slash !== -1; ) {
    const next = pointer.indexOf("/", slash + 1);
    const token = pointer.slice(slash + 1, next === -1 ? pointer.length : next);
    tokens.push(isEscaped ? token.replaceAll("~1", "/").replaceAll("~0", "~") : token);
    slash = next;
  }
  return tokens;
}
