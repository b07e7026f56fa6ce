/** Name and version in a package.json; `undefined` when the text is not one. */
export function packageVersion(
  text: string,
): { readonly name: string | undefined; readonly version: string | undefined } | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof data !== "object" || data === null) return undefined;
  const { name, version } = data as { readonly name?: unknown; readonly version?: unknown };
  return {
    name: typeof name === "string" ? name : undefined,
    version: typeof version === "string" ? version : undefined,
  };
}
