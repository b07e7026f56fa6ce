import type { ValueDescriptor } from "@metric-events/runtime";

/** What the schema says about the type of a value, as far as JSON does not show it: whether its numbers are integers. */
export interface ValueShape {
  /** `false` where the schema takes numbers with a fraction, or does not say: then a number is a double, whatever its value. */
  readonly isInteger: boolean;
  /** The members of an object that the schema declares. */
  readonly members: ReadonlyMap<string, ValueShape>;
  /** Of undeclared members, and of elements. */
  readonly other: ValueShape;
  readonly items: ValueShape;
}

/** What is known of a value that no schema describes. */
export const unknownShape: ValueShape = {
  isInteger: false,
  members: new Map(),
  get other() {
    return unknownShape;
  },
  get items() {
    return unknownShape;
  },
};

/** The shape of a value that each of these may describe: they are of branches, one of which applies. */
export function valueShapeOf(descriptors: readonly ValueDescriptor[]): ValueShape {
  if (descriptors.length === 0) return unknownShape;
  const all = descriptors.flatMap(withBranches);
  const declared = new Map<string, ValueDescriptor[]>();
  for (const field of all.flatMap(({ fields = [] }) => fields)) {
    declared.set(field.name, [...(declared.get(field.name) ?? []), field]);
  }
  const others = all.flatMap((each) => each.others ?? []);
  const ofItems = others.filter(({ at }) => itemKeyword.test(at));
  const numbers = descriptors.filter(takesNumbers);
  return {
    isInteger: numbers.length > 0 && numbers.every(takesOnlyIntegers),
    members: new Map([...declared].map(([name, those]) => [name, valueShapeOf(those)])),
    other: valueShapeOf(others.filter((each) => !ofItems.includes(each))),
    items: valueShapeOf([...all.flatMap(({ items }) => items ?? []), ...ofItems]),
  };
}

/** Where a schema of elements stands, in the last step of its place. */
const itemKeyword = /(?:^|\/)(?:prefixItems\/\d+|items|unevaluatedItems)$/;

function withBranches(descriptor: ValueDescriptor): ValueDescriptor[] {
  const branches = (descriptor.unions ?? []).flatMap((union) => union.branches);
  return [descriptor, ...branches.flatMap(withBranches)];
}

function takesNumbers({ types }: ValueDescriptor): boolean {
  return types.includes("integer") || types.includes("number");
}

/** A union decides where none of its branches takes a fraction. */
function takesOnlyIntegers({ types, unions = [] }: ValueDescriptor): boolean {
  if (!types.includes("number")) return true;
  return unions.some(({ keyword, branches }) => {
    const numbers = branches.filter(takesNumbers);
    return isDecisive(keyword) && numbers.length > 0 && numbers.every(takesOnlyIntegers);
  });
}

/** One branch of `anyOf` and `oneOf` holds; those of conditions only add to what holds anyway. */
function isDecisive(keyword: string): boolean {
  return keyword === "anyOf" || keyword === "oneOf";
}
