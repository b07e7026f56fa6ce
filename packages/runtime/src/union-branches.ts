import { descriptorsAt, valueAt } from "./descriptors.js";
import type { BranchDescriptor, UnionDescriptor, ValueDescriptor } from "./types.js";
import type { ValidationError } from "./validate.js";

/** A union that no branch satisfies, with the errors of each branch. */
export interface FailedUnion {
  readonly error: ValidationError;
  /** By index. Empty if the errors cannot be distinguished. */
  readonly branches: ReadonlyMap<number, readonly ValidationError[]>;
  readonly descriptor: UnionDescriptor | undefined;
}

export function isUnion({ keyword }: ValidationError): boolean {
  return keyword === "anyOf" || keyword === "oneOf";
}

/**
 * Where the errors of a union's branches begin. Validators report those of all branches, one after the other, and then that of the union.
 * `schemaPath` begins at the definition for errors of a definition.
 */
export function startOfBranches(errors: readonly ValidationError[], end: number): number {
  const union = errors[end];
  if (union === undefined) return end;
  let start = end;
  for (let before = errors[start - 1]; before !== undefined && isOfBranch(before, union); before = errors[start - 1]) {
    start--;
  }
  return start;
}

function isOfBranch(error: ValidationError, union: ValidationError): boolean {
  const { instancePath } = union;
  const isAt = error.instancePath === instancePath;
  if (!isAt && !error.instancePath.startsWith(`${instancePath}/`)) return false;
  if (error.schemaPath.startsWith(`${union.schemaPath}/`)) return true;
  const definition = definitionOf(error);
  // A definition does not lead back to itself at the same value, so this stands beside the union.
  return definition !== undefined && !(isAt && definition === definitionOf(union));
}

/** `Place` of `#/$defs/Place.open/type`: a definition has several forms. */
function definitionOf({ schemaPath }: ValidationError): string | undefined {
  return /^#\/\$defs\/([^/.]*)/.exec(schemaPath)?.[1];
}

/** Tells the errors of a union's branches apart. */
export function sortByBranch(
  error: ValidationError,
  errors: readonly ValidationError[],
  data: unknown,
  root: ValueDescriptor,
): FailedUnion {
  const descriptor = unionAt(error, data, root);
  const branches = new Map<number, ValidationError[]>();
  const unsorted: ValidationError[] = [];
  for (const each of errors) {
    const owners = ownersOf(each, error, descriptor?.branches ?? [], data);
    for (const index of owners) branches.set(index, [...(branches.get(index) ?? []), each]);
    if (owners.length === 0) unsorted.push(each);
  }
  const count = descriptor?.branches.length ?? Math.max(-1, ...branches.keys()) + 1;
  const silent = Array.from({ length: count }, (_, index) => index).filter((index) => !branches.has(index));
  const [only] = silent;
  // Each branch has failed, so the one that seems to have no errors has those that are left.
  if (only !== undefined && silent.length === 1 && unsorted.length > 0) branches.set(only, unsorted);
  return { error, branches: silent.every((index) => branches.has(index)) ? branches : new Map(), descriptor };
}

/** The union that an error is about: of those at the value, the one whose place ends most like the error's. */
function unionAt(
  { instancePath, keyword, schemaPath }: ValidationError,
  data: unknown,
  root: ValueDescriptor,
): UnionDescriptor | undefined {
  const wanted = schemaPath.split("/");
  let nearest: { readonly union: UnionDescriptor; readonly likeness: number } | undefined;
  for (const { union, place } of descriptorsAt(root, data, instancePath).flatMap((each) =>
    placedUnions(each, startOf(each)),
  )) {
    if (union.keyword !== keyword) continue;
    const likeness = commonEnd(place.split("/"), wanted);
    if (nearest === undefined || likeness > nearest.likeness) nearest = { union, likeness };
  }
  return nearest?.union;
}

/** Of a value without a descriptor of its own, the keyword says which it is. */
function startOf(descriptor: ValueDescriptor): string {
  return "at" in descriptor && typeof descriptor.at === "string" ? `${descriptor.at}/` : "";
}

interface PlacedUnion {
  readonly union: UnionDescriptor;
  /** From the schema of the value: `then/anyOf`. */
  readonly place: string;
}

/** The unions of a value, and those in their branches. */
function placedUnions({ unions = [] }: ValueDescriptor, within: string): readonly PlacedUnion[] {
  return unions.flatMap((union) => {
    const place = `${within}${union.at ?? union.keyword}`;
    const branches = union.branches.flatMap((branch, index) =>
      placedUnions(branch, `${branchPlace(union.keyword, place, index)}/`),
    );
    return [{ union, place }, ...branches];
  });
}

function branchPlace(keyword: UnionDescriptor["keyword"], place: string, index: number): string {
  switch (keyword) {
    case "anyOf":
    case "oneOf":
      return `${place}/${index}`;
    case "if":
      return `${place.slice(0, -keyword.length)}${index === 0 ? "then" : "else"}`;
    case "dependentSchemas":
      return place;
    default:
      return keyword satisfies never;
  }
}

/** How many tokens two paths have in common at their ends. */
function commonEnd(left: readonly string[], right: readonly string[]): number {
  let count = 0;
  while (count < left.length && left.at(-1 - count) === right.at(-1 - count)) count++;
  return count;
}

/** The indexes of the branches that an error may come from. */
function ownersOf(
  error: ValidationError,
  union: ValidationError,
  branches: readonly BranchDescriptor[],
  data: unknown,
): number[] {
  const prefix = `${union.schemaPath}/`;
  if (error.schemaPath.startsWith(prefix)) return [Number.parseInt(error.schemaPath.slice(prefix.length), 10)];
  const definition = definitionOf(error) ?? "";
  const value = valueAt(data, union.instancePath);
  const below = error.instancePath.slice(union.instancePath.length);
  const indexes = [...branches.keys()];
  const named = indexes.filter((index) => namesTo(branches[index], value, below).has(definition));
  if (named.length > 0 || below === "") return named;
  return indexes.filter((index) => {
    const branch = branches[index];
    return branch !== undefined && descriptorsAt(branch, value, below).length > 0;
  });
}

/** The names of definitions on the way from a branch to a place in it. */
function namesTo(branch: BranchDescriptor | undefined, value: unknown, pointer: string): ReadonlySet<string> {
  const ends = [0, ...[...pointer.matchAll(/\/[^/]*/g)].map(({ index, 0: step }) => index + step.length)];
  const onTheWay =
    branch === undefined ? [] : ends.flatMap((end) => descriptorsAt(branch, value, pointer.slice(0, end)));
  return new Set(onTheWay.flatMap(namesOf));
}

/** The names of a value's type, and of those that it is a union of. */
function namesOf(descriptor: BranchDescriptor): string[] {
  const branches = (descriptor.unions ?? []).flatMap((union) => union.branches);
  return [descriptor.name ?? "", descriptor.accepts, ...branches.flatMap(namesOf)];
}
