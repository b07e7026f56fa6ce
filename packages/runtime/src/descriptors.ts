import { pointerTokens } from "./pointer.js";
import type { FieldDescriptor, ValueDescriptor } from "./types.js";
import { equalJson } from "./validate.js";

/**
 * What a schema says about the value at a JSON Pointer into data: the declaration itself, and those of branches that the data may mean. Empty
 * if it says nothing.
 */
export function descriptorsAt(root: ValueDescriptor, data: unknown, pointer: string): readonly ValueDescriptor[] {
  let descriptors: readonly ValueDescriptor[] = [root];
  let value = data;
  for (const token of pointerTokens(pointer)) {
    const [only, ...others] = descriptors;
    descriptors =
      only !== undefined && others.length === 0
        ? within(only, value, token)
        : descriptors.flatMap((descriptor) => within(descriptor, value, token));
    value = hasOwn(value, token) ? Reflect.get(value, token) : undefined;
  }
  return descriptors;
}

function within(descriptor: ValueDescriptor, value: unknown, token: string): readonly ValueDescriptor[] {
  // Most have no branches.
  if (descriptor.unions === undefined) return memberOf(descriptor, token);
  return [descriptor, ...branchesFor(descriptor, value)].flatMap((each) => memberOf(each, token));
}

function memberOf({ fields, items, others = [] }: ValueDescriptor, token: string): readonly ValueDescriptor[] {
  const field = fields?.find(({ name }) => name === token);
  if (field !== undefined) return [field];
  return items === undefined ? others : [items, ...others];
}

/** The fields that an object may have by its descriptor and the branches that it may mean. */
export function fieldsFor(descriptor: ValueDescriptor, value: unknown): readonly FieldDescriptor[] {
  return [descriptor, ...branchesFor(descriptor, value)].flatMap(({ fields }) => fields ?? []);
}

/** The branches whose constants the value does not contradict; all of them if it contradicts each. */
function branchesFor({ unions = [] }: ValueDescriptor, value: unknown): ValueDescriptor[] {
  return unions.flatMap(({ branches }) => {
    const fitting = branches.filter((branch) => fits(branch, value));
    return (fitting.length === 0 ? branches : fitting).flatMap((branch) => [branch, ...branchesFor(branch, value)]);
  });
}

function fits({ fields = [] }: ValueDescriptor, value: unknown): boolean {
  return fields.every(({ name, values }) => {
    if (values === undefined || !hasOwn(value, name)) return true;
    const given: unknown = Reflect.get(value, name);
    return values.some((each) => equalJson(each, given));
  });
}

export function valueAt(data: unknown, pointer: string): unknown {
  let value = data;
  for (const token of pointerTokens(pointer)) {
    if (!hasOwn(value, token)) return undefined;
    value = Reflect.get(value, token);
  }
  return value;
}

export function hasOwn(value: unknown, name: string): value is object {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name);
}
