import { type Entry, type MapEntry, type Node, nothingSaid, type SchemaNode } from "../normal/node.js";
import { matchBranches } from "./branches.js";
import {
  type ComparedPair,
  type Surroundings,
  surroundingsBelow,
  type TrackedChange,
  tracked,
} from "./compared-pair.js";
import { withKeywords } from "./edit.js";
import { keywordChange, type Proves } from "./pair.js";

/** The comparison as a whole, as the comparison of subschemas sees it. */
export interface Descent {
  compare(baseline: Node, candidate: Node, surroundings: Surroundings): TrackedChange[];
  /** Follows references of one version. */
  readonly expand: { readonly baseline: (node: Node) => Node; readonly candidate: (node: Node) => Node };
  readonly proves: Proves;
}

/** The keywords that hold subschemas. */
export function compareApplicators(compared: ComparedPair, descent: Descent): TrackedChange[] {
  return [
    ...mapKeywords.flatMap((keyword) => compareMaps(keyword, compared, descent)),
    ...comparePrefixItems(compared, descent),
    ...schemaKeywords.flatMap((keyword) => compareSubschemas(keyword, compared, descent)),
    ...branchKeywords.flatMap((keyword) => compareBranches(keyword, compared, descent)),
  ];
}

const mapKeywords = ["properties", "patternProperties", "dependentSchemas"] as const;
const schemaKeywords = [
  "additionalProperties",
  "unevaluatedProperties",
  "propertyNames",
  "items",
  "unevaluatedItems",
  "contains",
  "not",
  "if",
  "then",
  "else",
] as const;
const branchKeywords = ["allOf", "anyOf", "oneOf"] as const;

type MapKeyword = (typeof mapKeywords)[number];

/** The value with which a keyword of one subschema has no effect. */
const neutral: Readonly<Record<string, boolean>> = {
  additionalProperties: true,
  propertyNames: true,
  unevaluatedProperties: true,
  items: true,
  unevaluatedItems: true,
  then: true,
  else: true,
  not: false,
};

/** Keywords that come and go together. */
const companions: Readonly<Record<string, readonly string[]>> = {
  contains: ["contains", "minContains", "maxContains"],
  if: ["if", "then", "else"],
};

function compareMaps(keyword: MapKeyword, compared: ComparedPair, descent: Descent): TrackedChange[] {
  const [before, after] = [mapOf(compared.baseline, keyword), mapOf(compared.candidate, keyword)];
  const partners = partnersOf(before, after, keyword === "patternProperties" ? descent.proves : undefined);
  const present = [...after].flatMap(([name, node]) => {
    const partner = before.get(partners.get(name) ?? name);
    return partner === undefined
      ? [memberChange(keyword, "added", name, compared)]
      : descent.compare(partner, node, surroundingsBelow(keyword, compared, name));
  });
  const known = new Set(partners.values());
  const gone = [...before.keys()].filter((name) => !known.has(name));
  return [...present, ...gone.map((name) => memberChange(keyword, "removed", name, compared))];
}

function memberChange(
  keyword: MapKeyword,
  kind: "added" | "removed",
  name: string,
  compared: ComparedPair,
): TrackedChange {
  const [from, to] = [compared.baseline, compared.candidate].map((node) => mapOf(node, keyword).get(name));
  const change = keywordChange(`${keyword}-${kind}`, compared, {
    params: { name },
    // The neighbouring keywords decide what an undeclared property may be.
    effect: "either",
    baselineLocation: from?.location,
    candidateLocation: to?.location,
    take: (node, source) => withMember(node, keyword, name, mapOf(source, keyword).get(name)),
  });
  return tracked(change, compared);
}

/** Which name of the baseline each name of the candidate continues. Equivalent patterns count as the same name. */
function partnersOf(
  before: MapEntry["nodes"],
  after: MapEntry["nodes"],
  proves: Proves | undefined,
): ReadonlyMap<string, string> {
  const partners = new Map([...after.keys()].filter((name) => before.has(name)).map((name) => [name, name]));
  if (proves === undefined) return partners;
  const isSame = (one: string, other: string): boolean =>
    proves(pattern(one), pattern(other)) && proves(pattern(other), pattern(one));
  for (const source of after.keys()) {
    if (partners.has(source)) continue;
    const taken = new Set(partners.values());
    const same = [...before.keys()].find((other) => !taken.has(other) && isSame(other, source));
    if (same !== undefined) partners.set(source, same);
  }
  return partners;
}

function pattern(source: string): SchemaNode {
  const entry: Entry = { shape: "value", value: source, location: "" };
  return { ...nothingSaid(""), keywords: new Map([["pattern", entry]]) };
}

function comparePrefixItems(compared: ComparedPair, descent: Descent): TrackedChange[] {
  const [before = [], after = []] = [compared.baseline, compared.candidate].map((node) =>
    subschemaListOf(node, "prefixItems"),
  );
  const nested = after.flatMap((node, index) => {
    const partner = before[index];
    return partner === undefined
      ? []
      : descent.compare(partner, node, surroundingsBelow("prefixItems", compared, index));
  });
  if (before.length === after.length) return nested;
  const change = keywordChange(before.length < after.length ? "prefixItems-added" : "prefixItems-removed", compared, {
    params: { baseline: before.length, candidate: after.length },
    effect: "either",
    baselineLocation: before[after.length]?.location,
    candidateLocation: after[before.length]?.location,
    take: takeElements("prefixItems", compared, before.slice(after.length), after.slice(before.length)),
  });
  return [...nested, tracked(change, compared)];
}

/** Takes over the list elements that only one version has. Elements in both are compared and changed on their own. */
function takeElements(
  keyword: string,
  { baseline }: ComparedPair,
  removed: readonly Node[],
  added: readonly Node[],
): (node: Node, from: SchemaNode) => Node {
  return (node, from) => {
    const [gone, come] = from === baseline ? [added, removed] : [removed, added];
    const current = node.kind === "schema" ? node.keywords.get(keyword) : undefined;
    const kept = current?.shape === "list" ? current.nodes.filter((each) => !gone.includes(each)) : [];
    const nodes = [...kept, ...come];
    return withKeywords(node, [
      [keyword, nodes.length === 0 ? undefined : { shape: "list", nodes, location: node.location }],
    ]);
  };
}

function compareSubschemas(
  keyword: (typeof schemaKeywords)[number],
  compared: ComparedPair,
  descent: Descent,
): TrackedChange[] {
  const [before, after] = [compared.baseline, compared.candidate].map((node) => subschemaOf(node, keyword));
  // They mean nothing without "if", and a change of "if" covers them.
  const isConditional = keyword === "then" || keyword === "else";
  if (isConditional && ![compared.baseline, compared.candidate].every(({ keywords }) => keywords.has("if"))) return [];
  if (before !== undefined && after !== undefined)
    return descent.compare(before, after, surroundingsBelow(keyword, compared));
  if (before === undefined && after === undefined) return [];
  const kind = before === undefined ? "added" : "removed";
  const effect = keyword === "if" ? "either" : kind === "added" ? "narrows" : "widens";
  const keywords = companions[keyword] ?? [keyword];
  return [tracked(keywordChange(`${keyword}-${kind}`, compared, { effect, keywords }), compared)];
}

function compareBranches(
  keyword: (typeof branchKeywords)[number],
  compared: ComparedPair,
  descent: Descent,
): TrackedChange[] {
  const [before, after] = [compared.baseline, compared.candidate].map((node) => subschemaListOf(node, keyword));
  if (before === undefined || after === undefined) {
    if (before === after) return [];
    const kind = before === undefined ? "added" : "removed";
    return [
      tracked(
        keywordChange(`${keyword}-${kind}`, compared, { effect: kind === "added" ? "narrows" : "widens" }),
        compared,
      ),
    ];
  }
  const { pairs, added, removed } = matchBranches(before, after, descent.expand);
  const nested = pairs.flatMap(([from, to]) => descent.compare(from, to, surroundingsBelow(keyword, compared)));
  if (added.length + removed.length === 0) return nested;
  const isMore = keyword === "allOf" ? removed.length === 0 : added.length === 0;
  const isLess = keyword === "allOf" ? added.length === 0 : removed.length === 0;
  const kind = isMore ? "narrowed" : isLess ? "widened" : "changed";
  const effect = keyword === "oneOf" || kind === "changed" ? "either" : kind === "narrowed" ? "narrows" : "widens";
  const change = keywordChange(`${keyword}-${kind}`, compared, {
    params: { added, removed },
    effect,
    baselineLocation: before[removed[0] ?? -1]?.location,
    candidateLocation: after[added[0] ?? -1]?.location,
    take: takeElements(
      keyword,
      compared,
      before.filter((_, index) => removed.includes(index)),
      after.filter((_, index) => added.includes(index)),
    ),
  });
  return [...nested, tracked(change, compared)];
}

function mapOf({ keywords }: SchemaNode, keyword: string): MapEntry["nodes"] {
  const entry = keywords.get(keyword);
  return entry?.shape === "map" ? entry.nodes : new Map();
}

/** The subschemas of a keyword that holds a list of them. */
export function subschemaListOf({ keywords }: SchemaNode, keyword: string): readonly Node[] | undefined {
  const entry = keywords.get(keyword);
  return entry?.shape === "list" ? entry.nodes : undefined;
}

function subschemaOf({ keywords }: SchemaNode, keyword: string): Node | undefined {
  const entry = keywords.get(keyword);
  if (entry?.shape !== "schema") return undefined;
  const isNeutral = entry.node.kind === "boolean" && entry.node.value === neutral[keyword];
  return isNeutral ? undefined : entry.node;
}

function withMember(node: Node, keyword: string, name: string, member: Node | undefined): Node {
  const nodes = new Map(node.kind === "schema" ? mapOf(node, keyword) : []);
  if (member === undefined) nodes.delete(name);
  else nodes.set(name, member);
  return withKeywords(node, [[keyword, { shape: "map", nodes, location: node.location }]]);
}
