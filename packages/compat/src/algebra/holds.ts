import { compareDecimals, fromNumber, isMultiple } from "../json/decimal.js";
import { typeBitOf, typeOf } from "../json/types.js";
import { canonical, countCodePoints, type Json, type JsonObject } from "../json/value.js";
import { type Formula, type Leaf, leafType } from "./formula.js";

/** Undefined: an opaque formula, or a pattern that cannot be run safely, decides it. */
export type Truth = boolean | undefined;

/** Whether an instance is in the set that a formula describes. Exact: decimals for numbers, automata or RegExp for patterns. */
export function holds(formula: Formula, instance: Json): Truth {
  switch (formula.kind) {
    case "anything":
      return true;
    case "nothing":
      return false;
    case "types":
      return (formula.types & typeBitOf(instance)) !== 0;
    case "all":
      return every(formula.of, (part) => holds(part, instance));
    case "any":
      return not(every(formula.of, (part) => not(holds(part, instance))));
    case "values":
      return formula.values.has(canonical(instance)) === formula.isMember;
    case "reference": {
      const target = formula.target.formula;
      if (target === undefined) return undefined;
      const truth = holds(target, instance);
      return formula.isPositive ? truth : not(truth);
    }
    case "opaque":
      return undefined;
    default:
      return leafType(formula) !== typeOf(instance) || leafHolds(formula, instance);
  }
}

function leafHolds(leaf: Leaf, instance: Json): Truth {
  switch (leaf.kind) {
    case "bound": {
      const order = compareDecimals(fromNumber(instance as number), leaf.bound);
      if (order === 0) return !leaf.isExclusive;
      return leaf.side === "min" ? order > 0 : order < 0;
    }
    case "multiple":
      return isMultiple(fromNumber(instance as number), leaf.of) === leaf.isMultiple;
    case "pattern": {
      return matches(leaf, instance as string);
    }
    case "size": {
      const size = sizeOf(instance);
      return leaf.side === "min" ? size >= leaf.size : size <= leaf.size;
    }
    case "item": {
      const item = (instance as readonly Json[])[leaf.index];
      return item === undefined || holds(leaf.value, item);
    }
    case "items":
      return every((instance as readonly Json[]).slice(leaf.from), (item) => holds(leaf.value, item));
    case "count": {
      const truths = (instance as readonly Json[]).slice(leaf.from).map((item) => holds(leaf.value, item));
      const atLeast = truths.filter((truth) => truth === true).length;
      const atMost = truths.filter((truth) => truth !== false).length;
      if (leaf.side === "min") return atLeast >= leaf.count ? true : atMost < leaf.count ? false : undefined;
      return atMost <= leaf.count ? true : atLeast > leaf.count ? false : undefined;
    }
    case "unique": {
      const items = instance as readonly Json[];
      return (new Set(items.map(canonical)).size === items.length) === leaf.isUnique;
    }
    case "required":
      return Object.hasOwn(instance as JsonObject, leaf.name);
    case "each-property":
      return every(Object.entries(instance as JsonObject), ([name, value]) =>
        either(not(holds(leaf.names, name)), () => holds(leaf.value, value)),
      );
    case "some-property":
      return not(
        every(Object.entries(instance as JsonObject), ([name, value]) =>
          not(both(holds(leaf.names, name), () => holds(leaf.value, value))),
        ),
      );
  }
}

function sizeOf(instance: Json): number {
  if (typeof instance === "string") return countCodePoints(instance);
  return Object.keys(instance as JsonObject).length;
}

export function every<T>(items: Iterable<T>, truthOf: (item: T) => Truth): Truth {
  let result: Truth = true;
  for (const item of items) {
    const truth = truthOf(item);
    if (truth === false) return false;
    if (truth === undefined) result = undefined;
  }
  return result;
}

export function not(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}

function both(left: Truth, right: () => Truth): Truth {
  if (left === false) return false;
  const truth = right();
  return truth === false ? false : left === undefined ? undefined : truth;
}

function either(left: Truth, right: () => Truth): Truth {
  return not(both(not(left), () => not(right())));
}

function matches({ matcher, isMatch }: Extract<Leaf, { readonly kind: "pattern" }>, text: string): boolean | undefined {
  const truth = matcher?.test(text);
  return truth === undefined ? undefined : truth === isMatch;
}
