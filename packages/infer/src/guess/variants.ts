import type { Signature } from "../sketch/signatures.js";
import { mayShow } from "./texts.js";

/** Objects that a tag tells apart: those with one of these words in it have these fields. */
interface Variant {
  readonly words: readonly string[];
  /** Fields that all of them have. */
  readonly required: readonly string[];
}

interface TaggedVariants {
  readonly tag: string;
  readonly variants: readonly Variant[];
}

/** Fewer objects of a variant are a coincidence. */
const enoughObjects = 3;

/**
 * The field whose words tell which other fields an object has, such as `method` of a payment; `undefined` if there is none. Each variant must
 * always have a field that no other variant ever has.
 *
 * @param path the names of the fields around the objects.
 * @param candidates names of fields that all objects have.
 */
export function findVariants(
  signatures: readonly Signature[] | undefined,
  path: string,
  candidates: readonly string[],
): TaggedVariants | undefined {
  if (signatures === undefined || signatures.length < 2) return undefined;
  for (const tag of candidates) {
    const variants = variantsBy(tag, path, signatures);
    if (variants !== undefined) return { tag, variants };
  }
  return undefined;
}

interface Group {
  readonly words: string[];
  seen: number;
  readonly allowed: Set<string>;
  required: readonly string[];
}

function variantsBy(tag: string, path: string, signatures: readonly Signature[]): readonly Variant[] | undefined {
  const byWord = new Map<string, Group>();
  for (const { names, words, seen } of signatures) {
    const found = words.get(tag);
    if (found === undefined) return undefined;
    for (const word of found) {
      const group = byWord.get(word) ?? { words: [word], seen: 0, allowed: new Set(), required: names };
      byWord.set(word, group);
      group.seen += seen;
      group.required = group.required.filter((name) => names.includes(name));
      for (const name of names) group.allowed.add(name);
    }
  }
  if (!mayShow(`${path}.${tag}`, byWord.keys())) return undefined;
  const groups = joinAlike([...byWord.values()]);
  const isTold = (group: Group): boolean =>
    group.seen >= enoughObjects &&
    group.required.some((name) => groups.every((other) => other === group || !other.allowed.has(name)));
  if (groups.length < 2 || !groups.every(isTold)) return undefined;
  return groups.map(({ words, required }) => ({ words: words.toSorted(), required }));
}

/** Words with the same required fields are one variant. */
function joinAlike(groups: readonly Group[]): readonly Group[] {
  const byFields = new Map<string, Group>();
  for (const group of groups) {
    const key = JSON.stringify(group.required.toSorted());
    const before = byFields.get(key);
    if (before === undefined) byFields.set(key, group);
    else {
      before.words.push(...group.words);
      before.seen += group.seen;
      for (const name of group.allowed) before.allowed.add(name);
    }
  }
  return [...byFields.values()].toSorted((left, right) => ((left.words[0] ?? "") < (right.words[0] ?? "") ? -1 : 1));
}
