import { ExactNumber, type NumberToken, type TokenPath } from "./number-tokens.js";

/**
 * A value with its kept numbers as {@link ExactNumber}. What holds one is copied, everything else shared.
 *
 * @param data the value that JSON.parse made of the text that the tokens are from.
 */
export function withExactNumbers(data: unknown, numbers: readonly NumberToken[]): unknown {
  if (numbers.length === 0) return data;
  const root = { copy: data };
  const copies = new Map<TokenPath | undefined, object>();
  for (const { path, token } of numbers) {
    if (path === undefined) root.copy = new ExactNumber(token);
    else set(copyAt(root, path.container, copies), path.key, new ExactNumber(token));
  }
  return root.copy;
}

/** The copy of a container, which is made with those around it at the first call. */
function copyAt(
  root: { copy: unknown },
  path: TokenPath | undefined,
  copies: Map<TokenPath | undefined, object>,
): object {
  const missing: (TokenPath | undefined)[] = [];
  let at = path;
  for (; !copies.has(at); at = at.container) {
    missing.push(at);
    if (at === undefined) break;
  }
  let copy = copies.get(at);
  for (const next of missing.toReversed()) {
    if (next === undefined || copy === undefined) copy = root.copy = shallowCopy(root.copy);
    else {
      const inner = shallowCopy(Reflect.get(copy, next.key));
      set(copy, next.key, inner);
      copy = inner;
    }
    copies.set(next, copy);
  }
  return copy ?? {};
}

function shallowCopy(value: unknown): object {
  return Array.isArray(value) ? [...value] : { ...(value as object) };
}

/** Assigning to `__proto__` would not make a property; all other names and indexes are assigned, which is many times faster. */
export function set(target: object, key: string | number, value: unknown): void {
  if (key !== "__proto__") (target as Record<string | number, unknown>)[key] = value;
  else Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}

/** JSON with the digits of {@link ExactNumber}. */
export function exactJson(value: unknown): string {
  if (value instanceof ExactNumber) return value.text;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(exactJson).join(",")}]`;
  return `{${Object.entries(value)
    .map(([name, member]) => `${JSON.stringify(name)}:${exactJson(member)}`)
    .join(",")}}`;
}
