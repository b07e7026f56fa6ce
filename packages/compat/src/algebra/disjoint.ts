import { compareDecimals } from "../json/decimal.js";
import { bitsOf, type TypeSet } from "../json/types.js";
import type { Formula } from "./formula.js";
import { possibleTypes } from "./possible-types.js";

/**
 * Whether no instance is in two of these formulas, where that is easy to see: they accept different types, numbers of different
 * ranges, or objects with different values of one required property, as the branches of a tagged union do.
 */
export function areDisjoint(formulas: readonly Formula[]): boolean {
  const typed = formulas.map((formula) => ({ formula, types: possibleTypes(formula) }));
  const within = (bits: TypeSet): Formula[] =>
    typed.filter(({ types }) => types !== 0 && (types & ~bits) === 0).map(({ formula }) => formula);
  const [objects, numbers] = [within(bitsOf.object), within(bitsOf.number)];
  const groups = [objects.length === 0 ? 0 : bitsOf.object, numbers.length === 0 ? 0 : bitsOf.number];
  const others = typed.filter(({ formula }) => !objects.includes(formula) && !numbers.includes(formula));
  if (!haveNoTypeInCommon([...groups, ...others.map(({ types }) => types)])) return false;
  return (objects.length <= 1 || haveTag(objects)) && (numbers.length <= 1 || haveRanges(numbers));
}

function haveNoTypeInCommon(sets: readonly TypeSet[]): boolean {
  let taken: TypeSet = 0;
  for (const types of sets) {
    if ((types & taken) !== 0) return false;
    taken |= types;
  }
  return true;
}

/** Whether the bounds of each formula are below those of the next, in some order. */
function haveRanges(formulas: readonly Formula[]): boolean {
  const ranges = formulas.flatMap((formula) => {
    const bounds = partsOf(formula).filter((part) => part.kind === "bound");
    const [min, max] = (["min", "max"] as const).map((side) => bounds.find((bound) => bound.side === side)?.bound);
    return min === undefined || max === undefined ? [] : [{ min, max }];
  });
  const sorted = ranges.toSorted((a, b) => compareDecimals(a.min, b.min));
  const isBelowNext = sorted.every(({ max }, index) => {
    const next = sorted[index + 1];
    return next === undefined || compareDecimals(max, next.min) < 0;
  });
  return ranges.length === formulas.length && isBelowNext;
}

function haveTag(formulas: readonly Formula[]): boolean {
  const tags = formulas.map(tagsOf);
  const [first = new Map<string, readonly string[]>()] = tags;
  return [...first.keys()].some((name) => {
    const values = tags.flatMap((each) => each.get(name) ?? []);
    return tags.every((each) => each.has(name)) && new Set(values).size === values.length;
  });
}

/** The required properties with listed values, and these values as canonical texts. */
function tagsOf(formula: Formula): ReadonlyMap<string, readonly string[]> {
  const parts = partsOf(formula);
  const required = new Set(parts.flatMap((part) => (part.kind === "required" ? [part.name] : [])));
  const tags = new Map<string, readonly string[]>();
  for (const part of parts) {
    if (part.kind !== "each-property" || part.names.kind !== "values" || !part.names.isMember) continue;
    const listed = partsOf(part.value).find((each) => each.kind === "values" && each.isMember);
    if (listed?.kind !== "values") continue;
    for (const name of part.names.values.values()) {
      if (typeof name === "string" && required.has(name)) tags.set(name, [...listed.values.keys()]);
    }
  }
  return tags;
}

function partsOf(formula: Formula): readonly Formula[] {
  return formula.kind === "all" ? formula.of : [formula];
}
