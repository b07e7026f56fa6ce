/**
 * json-schema-to-typescript changes the names it is given (`Payment3dsStarted` becomes `Payment3DsStarted`), so it is given names that it keeps.
 * The real ones are put in afterwards.
 */
export const declaredPlaceholder = "Declared";

/** The placeholder of a type that the declared one extends. */
export function basePlaceholder(index: number): string {
  return `Base${"x".repeat(index)}`;
}

/** The head of the declaration. A comment cannot look like it: each of its lines begins with an asterisk. */
const head = /^export (interface|type) Declared\b(?: extends (Basex*(?:, Basex*)*))?(?= )/m;

/** A declaration with the real names in its head. */
export function withRealNames(text: string, name: string, bases: readonly string[]): string {
  let isNamed = false;
  const named = text.replace(head, (_, keyword: string) => {
    isNamed = true;
    return `export ${keyword} ${name}${bases.length === 0 ? "" : ` extends ${bases.join(", ")}`}`;
  });
  if (!isNamed) throw new Error(`json-schema-to-typescript declares no ${name}: ${text}`);
  return named;
}
