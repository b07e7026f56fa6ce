import { typeBitOf } from "../json/types.js";
import { canonical, isArray, isObject, type Json } from "../json/value.js";
import { typeSetOf } from "../normal/merge.js";
import { type Node, nothingSaid, type SchemaNode, type ValueEntry } from "../normal/node.js";
import type { ChangeCode } from "./change.js";
import { withKeywords } from "./edit.js";
import { type Effect, keywordChange, type LocalChange, type Pair, type Proves } from "./pair.js";

/** All assertions except limits: types, values, texts, names. */
export function compareAssertions(pair: Pair, proves: Proves, isFormatAsserted: boolean): LocalChange[] {
  return [
    ...compareTypes(pair),
    ...compareValues(pair),
    ...comparePatterns(pair, proves),
    ...(isFormatAsserted ? compareFormats(pair) : []),
    ...compareUniqueItems(pair),
    ...compareRequired(pair),
    ...compareDependentRequired(pair),
  ];
}

type SetKind = "added" | "removed" | "widened" | "narrowed" | "changed";

const effects: Readonly<Record<SetKind, Effect>> = {
  added: "narrows",
  narrowed: "narrows",
  removed: "widens",
  widened: "widens",
  changed: "either",
};

function valueOf({ keywords }: SchemaNode, keyword: string): ValueEntry | undefined {
  const entry = keywords.get(keyword);
  return entry?.shape === "value" ? entry : undefined;
}

function bothSides({ baseline, candidate }: Pair, keyword: string): [ValueEntry | undefined, ValueEntry | undefined] {
  return [valueOf(baseline, keyword), valueOf(candidate, keyword)];
}

function compareTypes(pair: Pair): LocalChange[] {
  const [baseline, candidate] = bothSides(pair, "type");
  const [before, after] = [baseline, candidate].map((entry) => entry && typeSetOf(entry.value));
  if (before === after || [pair.baseline, pair.candidate].every(isTypeSaidByValues)) return [];
  const everything = 127;
  const both = (before ?? everything) & (after ?? everything);
  const kind = kindOf(before === undefined, after === undefined, both === after, both === before);
  const params = {
    ...said(baseline, candidate),
    ...(before === undefined || after === undefined ? {} : difference(typesSaid(baseline), typesSaid(candidate))),
  };
  return [keywordChange(`type-${kind}`, pair, { params, effect: effects[kind] })];
}

function typesSaid(entry: ValueEntry | undefined): readonly Json[] {
  return entry === undefined ? [] : isArray(entry.value) ? entry.value : [entry.value];
}

/** `enum` and `const`, which is an enum of one. */
function compareValues(pair: Pair): LocalChange[] {
  const [before, after] = [pair.baseline, pair.candidate].map(allowedValues);
  if (before === undefined && after === undefined) return [];
  const { added, removed } = difference(before ?? [], after ?? []);
  if (before !== undefined && after !== undefined && added.length + removed.length === 0) return [];
  const kind = kindOf(before === undefined, after === undefined, added.length === 0, removed.length === 0);
  const present = [pair.baseline, pair.candidate].filter((node) => allowedValues(node) !== undefined);
  const isConst =
    present.every(({ keywords }) => !keywords.has("enum")) && (kind === "changed" || present.length === 1);
  const entries = [pair.baseline, pair.candidate].map((node) => valueOf(node, "const") ?? valueOf(node, "enum"));
  const params = { ...said(entries[0], entries[1]), ...(present.length === 2 ? { added, removed } : {}) };
  return [
    keywordChange(`${isConst ? "const" : "enum"}-${kind}` as ChangeCode, pair, {
      params,
      effect: effects[kind],
      keywords: [pair.baseline, pair.candidate].every(isTypeSaidByValues)
        ? ["const", "enum", "type"]
        : ["const", "enum"],
    }),
  ];
}

/** Whether the type follows from the listed values: then both change together, or neither does. */
function isTypeSaidByValues(node: SchemaNode): boolean {
  const [type, values] = [valueOf(node, "type"), allowedValues(node)];
  if (values === undefined) return false;
  return type === undefined || values.every((value) => ((typeSetOf(type.value) ?? 0) & typeBitOf(value)) !== 0);
}

function allowedValues(node: SchemaNode): readonly Json[] | undefined {
  const [constant, list] = [valueOf(node, "const"), valueOf(node, "enum")];
  const listed = list !== undefined && isArray(list.value) ? list.value : undefined;
  if (constant === undefined) return listed;
  const text = canonical(constant.value);
  return listed === undefined || listed.some((value) => canonical(value) === text) ? [constant.value] : [];
}

/** Patterns are compared by what they match: another spelling is not a change. */
function comparePatterns(pair: Pair, proves: Proves): LocalChange[] {
  const [baseline, candidate] = bothSides(pair, "pattern");
  if (baseline?.value === candidate?.value) return [];
  const params = said(baseline, candidate);
  const isNarrower = proves(patternAlone(candidate), patternAlone(baseline));
  const isWider = proves(patternAlone(baseline), patternAlone(candidate));
  if (isNarrower && isWider) return [];
  const kind = kindOf(baseline === undefined, candidate === undefined, isNarrower, isWider);
  return [keywordChange(`pattern-${kind}`, pair, { params, effect: effects[kind] })];
}

function patternAlone(entry: ValueEntry | undefined): Node {
  const keywords = new Map(entry === undefined ? [] : [["pattern", entry] as const]);
  return { ...nothingSaid(""), keywords };
}

function compareFormats(pair: Pair): LocalChange[] {
  const [baseline, candidate] = bothSides(pair, "format");
  if (baseline?.value === candidate?.value) return [];
  const kind = baseline === undefined ? "added" : candidate === undefined ? "removed" : "changed";
  return [keywordChange(`format-${kind}`, pair, { params: said(baseline, candidate), effect: effects[kind] })];
}

function compareUniqueItems(pair: Pair): LocalChange[] {
  const [before, after] = bothSides(pair, "uniqueItems").map((entry) => entry?.value === true);
  if (before === after) return [];
  const kind = after === true ? "added" : "removed";
  return [keywordChange(`uniqueItems-${kind}`, pair, { effect: effects[kind] })];
}

function compareRequired(pair: Pair): LocalChange[] {
  const [baseline, candidate] = [pair.baseline, pair.candidate].map(requiredOf);
  const change = (name: string, kind: "added" | "removed"): LocalChange =>
    keywordChange(`required-${kind}`, pair, {
      params: { name },
      effect: effects[kind],
      baselineLocation: baseline?.get(name),
      candidateLocation: candidate?.get(name),
      take: (node, from) => withRequired(node, name, requiredOf(from)?.get(name)),
    });
  return [
    ...[...(candidate?.keys() ?? [])].filter((name) => !baseline?.has(name)).map((name) => change(name, "added")),
    ...[...(baseline?.keys() ?? [])].filter((name) => !candidate?.has(name)).map((name) => change(name, "removed")),
  ];
}

function requiredOf({ keywords }: SchemaNode): ReadonlyMap<string, string> | undefined {
  const entry = keywords.get("required");
  return entry?.shape === "names" ? entry.names : undefined;
}

/** The node with the name required at this location; no longer required without one. */
function withRequired(node: Node, name: string, location: string | undefined): Node {
  const names = new Map(node.kind === "schema" ? requiredOf(node) : []);
  if (location === undefined) names.delete(name);
  else names.set(name, location);
  return withKeywords(node, [["required", { shape: "names", names, location: node.location }]]);
}

function compareDependentRequired(pair: Pair): LocalChange[] {
  const [baseline, candidate] = [pair.baseline, pair.candidate].map(dependenciesOf);
  const names = new Set([...Object.keys(candidate ?? {}), ...Object.keys(baseline ?? {})]);
  return [...names].flatMap((name) => {
    const [before, after] = [namesOf(baseline?.[name]), namesOf(candidate?.[name])];
    const { added, removed } = difference(before, after);
    if (added.length + removed.length === 0) return [];
    const kind = kindOf(before.length === 0, after.length === 0, removed.length === 0, added.length === 0);
    const take = (node: Node, from: SchemaNode): Node => withDependency(node, name, dependenciesOf(from)?.[name]);
    const params = { name, added, removed };
    return [keywordChange(`dependentRequired-${kind}`, pair, { params, effect: effects[kind], take })];
  });
}

type Dependencies = Readonly<Record<string, Json>>;

function dependenciesOf(node: SchemaNode): Dependencies | undefined {
  const value = valueOf(node, "dependentRequired")?.value;
  return isObject(value) ? value : undefined;
}

function namesOf(value: Json | undefined): readonly Json[] {
  return isArray(value) ? value : [];
}

function withDependency(node: Node, name: string, names: Json | undefined): Node {
  const { [name]: _, ...others } = node.kind === "schema" ? (dependenciesOf(node) ?? {}) : {};
  const value = names === undefined ? others : { ...others, [name]: names };
  return withKeywords(node, [["dependentRequired", { shape: "value", value, location: node.location }]]);
}

function kindOf(isNew: boolean, isGone: boolean, isNarrower: boolean, isWider: boolean): SetKind {
  if (isNew) return "added";
  if (isGone) return "removed";
  return isNarrower ? "narrowed" : isWider ? "widened" : "changed";
}

function said(
  baseline: ValueEntry | undefined,
  candidate: ValueEntry | undefined,
): { readonly baseline?: Json; readonly candidate?: Json } {
  return {
    ...(baseline === undefined ? {} : { baseline: baseline.value }),
    ...(candidate === undefined ? {} : { candidate: candidate.value }),
  };
}

function difference(
  before: readonly Json[],
  after: readonly Json[],
): { readonly added: readonly Json[]; readonly removed: readonly Json[] } {
  const [inBefore, inAfter] = [new Set(before.map(canonical)), new Set(after.map(canonical))];
  return {
    added: after.filter((value) => !inBefore.has(canonical(value))),
    removed: before.filter((value) => !inAfter.has(canonical(value))),
  };
}
