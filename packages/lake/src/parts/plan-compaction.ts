import { posix } from "node:path";
import type { BadPart } from "../manifest/manifest.js";

/** Parts that become one. */
export interface CompactGroup<Each> {
  /** Where they are. */
  readonly folder: string;
  /** Tells it from other groups of the folder, whose columns differ. */
  readonly number: number;
  /** In the order of their paths. */
  readonly parts: readonly Each[];
}

/** Larger ones would only be copied again and again. */
const maxBytes = 256 * 1024 * 1024;

/** Which parts to merge: small ones of one folder with the same columns. Last lines without an end stay apart, since they may be replaced. */
export function planCompaction<Each extends BadPart>(
  parts: readonly Each[],
): { readonly groups: readonly CompactGroup<Each>[]; readonly others: readonly Each[] } {
  const byKey = new Map<string, Each[]>();
  const others: Each[] = [];
  for (const part of parts.toSorted((left, right) => (left.path < right.path ? -1 : 1))) {
    if (part.tail !== undefined || part.bytes > maxBytes) {
      others.push(part);
      continue;
    }
    const key = JSON.stringify([posix.dirname(part.path), part.schema]);
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, [part]);
    else known.push(part);
  }
  const groups: CompactGroup<Each>[] = [];
  const numbers = new Map<string, number>();
  for (const members of byKey.values()) {
    const [first] = members;
    if (first === undefined || members.length === 1) {
      others.push(...members);
      continue;
    }
    const folder = posix.dirname(first.path);
    const number = numbers.get(folder) ?? 0;
    numbers.set(folder, number + 1);
    groups.push({ folder, number, parts: members });
  }
  return { groups, others };
}
