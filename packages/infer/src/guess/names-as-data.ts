import { hasFormat } from "../sketch/formats.js";
import type { ObjectSketch, Sketch } from "../sketch/sketch.js";

/** As many different names, each in few objects, are data. */
const manyNames = 8;
const rareShare = 0.3;

/** As many names that differ only in their digits are data. */
const numberedNames = 3;

/**
 * Names of an object that are data, such as identifiers of users: a schema lists only names that writers choose. The fields are then
 * described together.
 *
 * @param isRoot of an event, whose fields are never all data.
 */
export function namesAsData(objects: ObjectSketch, isRoot: boolean): ReadonlySet<string> {
  const { fields, order, seen } = objects;
  if (!isRoot && areRareAndAlike([...fields.values()], seen)) return new Set(order);
  const optional = order.filter((name) => (fields.get(name)?.seen ?? 0) < seen);
  const numbered = countTemplates(optional);
  return new Set(
    order.filter((name) => {
      if (isIdentity(name) || halfPair.test(name)) return true;
      if ((fields.get(name)?.seen ?? 0) === seen) return false;
      return /\d{4}/.test(name) || (numbered.get(templateOf(name)) ?? 0) >= numberedNames;
    }),
  );
}

/** Whether a name says who or where: nothing that a schema may copy. */
function isIdentity(name: string): boolean {
  return hasFormat(name) || /.@./.test(name) || /^(?=.*\d)[\da-f]{12,}$/i.test(name) || !/\p{L}/u.test(name);
}

/** Half of a pair of UTF-16, which no schema may be named by: compilers put names into URIs. */
const halfPair = /\p{Cs}/u;

function areRareAndAlike(fields: readonly Sketch[], objects: number): boolean {
  if (fields.length < manyNames) return false;
  const present = fields.reduce((sum, { seen }) => sum + seen, 0);
  const [first = "", ...others] = fields.map(typesOf);
  return present / (fields.length * objects) <= rareShare && others.every((types) => types === first);
}

function typesOf({ numbers, texts, booleans, arrays, objects, unknown }: Sketch): string {
  const has = [
    numbers !== undefined,
    texts !== undefined,
    booleans > 0,
    arrays > 0,
    objects !== undefined,
    unknown > 0,
  ];
  return has.map(Number).join("");
}

/** `u_#` for `u_123`; `""` for a name without digits. */
function templateOf(name: string): string {
  return /\d/.test(name) ? name.replaceAll(/\d+/g, "#") : "";
}

function countTemplates(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const template of names.map(templateOf).filter((each) => each !== "")) {
    counts.set(template, (counts.get(template) ?? 0) + 1);
  }
  return counts;
}
