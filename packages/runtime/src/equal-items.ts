/** The places of two elements that are equal, as `uniqueItems` compares them; `i` is the first. */
export interface EqualItems {
  readonly i: number;
  readonly j: number;
}

/**
 * Finds two elements of an array that are equal JSON values (JSON Schema Core, section 4.2.2); `undefined` if all differ. Takes time in
 * proportion to the size of the elements, however many there are and however deeply they are nested.
 */
export function equalItems(items: readonly unknown[]): EqualItems | undefined {
  // A Map takes 0 and -0 for one key, as JSON does.
  const plain = new Map<unknown, number>();
  const composite = new Map<string, number>();
  for (const [j, item] of items.entries()) {
    const isPlain = typeof item !== "object" || item === null;
    const i = isPlain ? place(plain, keyOf(item), j) : place(composite, canonicalText(item), j);
    if (i !== undefined) return { i, j };
  }
  return undefined;
}

/** A bigint equals the number of the same value. */
function keyOf(item: unknown): unknown {
  return typeof item === "bigint" && BigInt(Number(item)) === item ? Number(item) : item;
}

/** Where a key was before. */
function place<Key>(places: Map<Key, number>, key: Key, index: number): number | undefined {
  const before = places.get(key);
  if (before === undefined) places.set(key, index);
  return before;
}

/** What is left to write: text, or a value. */
type Pending = { readonly text: string } | { readonly value: unknown };

/** A text that equal objects and arrays share, and no others. Without recursion, which deep ones would end. */
function canonicalText(root: object): string {
  const parts: string[] = [];
  const pending: Pending[] = [{ value: root }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if ("text" in next) parts.push(next.text);
    else if (typeof next.value !== "object" || next.value === null) parts.push(scalarText(next.value));
    else for (const member of membersOf(next.value).toReversed()) pending.push(member);
  }
  return parts.join("");
}

function scalarText(value: unknown): string {
  const key = keyOf(value);
  return typeof key === "bigint" ? String(key) : (JSON.stringify(key) ?? "");
}

function membersOf(value: object): readonly Pending[] {
  if (Array.isArray(value)) {
    return [{ text: "[" }, ...value.flatMap((item): Pending[] => [{ value: item }, { text: "," }]), { text: "]" }];
  }
  const members = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  const texts = members.flatMap(([name, each]): Pending[] => [
    { text: `${JSON.stringify(name)}:` },
    { value: each },
    { text: "," },
  ]);
  return [{ text: "{" }, ...texts, { text: "}" }];
}
