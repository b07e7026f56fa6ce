import { canonical } from "../json/value.js";
import type { Node, SchemaNode } from "../normal/node.js";
import { SchemaWriter } from "../normal/to-schema.js";

/** Which branches of two lists belong together, and the positions of the others. */
interface Matching {
  readonly pairs: readonly (readonly [baseline: Node, candidate: Node])[];
  readonly removed: readonly number[];
  readonly added: readonly number[];
}

type Expand = (node: Node) => Node;

/**
 * Finds the branches of `anyOf` and the like that belong together: equal ones, then those with the same tag (equal constants),
 * then the rest in order, if equally many are left on both sides.
 */
export function matchBranches(
  baseline: readonly Node[],
  candidate: readonly Node[],
  expand: { readonly baseline: Expand; readonly candidate: Expand },
): Matching {
  const open = { baseline: [...baseline.keys()], candidate: [...candidate.keys()] };
  const pairs: [number, number][] = [];
  const take = (isMatch: (before: number, after: number) => boolean): void => {
    for (const before of open.baseline) {
      const after = open.candidate.find((each) => isMatch(before, each));
      if (after === undefined) continue;
      pairs.push([before, after]);
      open.baseline = open.baseline.filter((each) => each !== before);
      open.candidate = open.candidate.filter((each) => each !== after);
    }
  };
  const texts = {
    baseline: baseline.map((node) => textOf(expand.baseline(node))),
    candidate: candidate.map((node) => textOf(expand.candidate(node))),
  };
  take((before, after) => texts.baseline[before] === texts.candidate[after]);
  const tags = {
    baseline: baseline.map((node) => tagOf(expand.baseline(node))),
    candidate: candidate.map((node) => tagOf(expand.candidate(node))),
  };
  take((before, after) => tags.baseline[before] !== "" && tags.baseline[before] === tags.candidate[after]);
  if (open.baseline.length === open.candidate.length) take(() => true);
  const matched = pairs
    .toSorted(([, one], [, other]) => one - other)
    .map(([before, after]) => [baseline[before] as Node, candidate[after] as Node] as const);
  return { pairs: matched, removed: open.baseline, added: open.candidate };
}

function textOf(node: Node): string {
  return canonical(new SchemaWriter().write(node, []));
}

/** The properties of an object that can have only one value. */
function tagOf(node: Node): string {
  const properties = node.kind === "schema" ? node.keywords.get("properties") : undefined;
  if (properties?.shape !== "map") return "";
  const tags = [...properties.nodes].flatMap(([name, value]) => {
    const constant = value.kind === "schema" ? constantOf(value) : undefined;
    return constant === undefined ? [] : [`${JSON.stringify(name)}:${constant}`];
  });
  return tags.toSorted().join();
}

function constantOf({ keywords }: SchemaNode): string | undefined {
  const [constant, list] = [keywords.get("const"), keywords.get("enum")];
  if (constant?.shape === "value") return canonical(constant.value);
  const isOne = list?.shape === "value" && Array.isArray(list.value) && list.value.length === 1;
  return isOne ? canonical(list.value[0]) : undefined;
}
