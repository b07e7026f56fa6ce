/**
 * How people name a field within an event, in every command and report: names joined by dots, `status_info.code`. A name that has a dot, a blank
 * or a sign in it is quoted as in SQL: `"a.b".c`.
 */
export function fieldPath(names: readonly string[]): string {
  return names.map((name) => (/^[\p{L}\p{N}_$@-]+$/u.test(name) ? name : `"${name.replaceAll('"', '""')}"`)).join(".");
}

/**
 * The fields that a text may name. Quotes may be left out where only one field can be meant: `a.b` names the field `"a.b"`, unless an object
 * `a` has a field `b`.
 */
export function fieldsNamed<Field extends { readonly names: readonly string[] }>(
  text: string,
  fields: readonly Field[],
): readonly Field[] {
  const exact = fields.filter(({ names }) => fieldPath(names) === text);
  return exact.length > 0 ? exact : fields.filter(({ names }) => names.join(".") === text);
}

/** Names a value without a name of its own, by the keyword that describes it: `by_user.*`, `items[]`. */
export function otherPath(path: string, at: string): string {
  if (/^(?:prefixItems|items|unevaluatedItems)\b/.test(at)) return `${path}[]`;
  return path === "" ? "*" : `${path}.*`;
}
