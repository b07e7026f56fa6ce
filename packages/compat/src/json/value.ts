/** A JSON value as `JSON.parse` gives it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [name: string]: Json };

/** A JSON Schema: an object or a boolean. Anything else is reported when it is reached. */
export type JsonSchema = Json;

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Own properties only: `{}` has no `toString`, and `__proto__` may be an ordinary name. */
export function member(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** The same text exactly for values that JSON Schema calls equal: the order of names and the sign of zero do not matter. */
export function canonical(value: Json): string {
  if (typeof value === "number") return Object.is(value, -0) ? "0" : String(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const object = value as JsonObject;
  const members = Object.keys(object)
    .toSorted()
    .map((name) => `${JSON.stringify(name)}:${canonical(object[name] as Json)}`);
  return `{${members.join(",")}}`;
}

/** The number of Unicode code points, which is what JSON Schema counts (RFC 8259 characters). */
export function countCodePoints(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}

/** Whether a value nests deeper than `limit`; with a stack of its own, since it guards the recursive functions. */
export function isDeeperThan(value: Json, limit: number): boolean {
  const stack: { readonly value: Json; readonly depth: number }[] = [{ value, depth: 0 }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (top.depth > limit) return true;
    if (typeof top.value !== "object" || top.value === null) continue;
    for (const child of Object.values(top.value) as Json[]) stack.push({ value: child, depth: top.depth + 1 });
  }
  return false;
}

/** What a schema offers as instances of itself: `examples`, then `default`. */
export function examplesOf(schema: Json): readonly Json[] {
  if (!isObject(schema)) return [];
  const examples = member(schema, "examples");
  const fallback = member(schema, "default");
  return [...(isArray(examples) ? examples.slice(0, 8) : []), ...(fallback === undefined ? [] : [fallback])];
}
