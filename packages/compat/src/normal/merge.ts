import { compareDecimals, fromNumber, isMultiple } from "../json/decimal.js";
import { typeBits, typesByName } from "../json/types.js";
import { canonical, isArray, type Json } from "../json/value.js";
import type { Entry, Keywords, Node, SchemaNode, ValueEntry } from "./node.js";

/** Follows a reference; `undefined` when its target is not ready yet. */
type Expand = (node: Node) => Node | undefined;

/** Keywords whose meaning depends on their neighbours (JSON Schema Core, sections 10.2, 10.3 and 11). */
const neighbours: readonly { readonly sensitive: readonly string[]; readonly to: readonly string[] }[] = [
  { sensitive: ["additionalProperties"], to: ["properties", "patternProperties", "additionalProperties"] },
  { sensitive: ["items"], to: ["prefixItems", "items"] },
  { sensitive: ["contains", "minContains", "maxContains"], to: ["contains", "minContains", "maxContains"] },
  { sensitive: ["if", "then", "else"], to: ["if", "then", "else"] },
];
const unevaluated = ["unevaluatedProperties", "unevaluatedItems"];

/**
 * Merges two schemas that apply to the same instance. `own` is the schema that refers to `base`, so its unevaluated keywords see
 * what `base` evaluates, and not the other way round. `undefined` when one schema cannot express both.
 */
export function mergeNodes(base: SchemaNode, own: SchemaNode, expand: Expand): SchemaNode | undefined {
  if (isTorn(base.keywords, own.keywords)) return undefined;
  const keywords = new Map(base.keywords);
  for (const [keyword, entry] of own.keywords) {
    const other = keywords.get(keyword);
    const merged = other === undefined ? entry : mergeEntries(keyword, other, entry, expand);
    if (merged === undefined) return undefined;
    keywords.set(keyword, merged);
  }
  const annotations = new Map([...base.annotations, ...own.annotations]);
  return { kind: "schema", keywords, annotations, location: own.location };
}

function isTorn(base: Keywords, own: Keywords): boolean {
  if (unevaluated.some((keyword) => base.has(keyword))) return true;
  return neighbours.some(({ sensitive, to }) =>
    sensitive.some(
      (keyword) =>
        (base.has(keyword) && to.some((other) => own.has(other))) ||
        (own.has(keyword) && to.some((other) => base.has(other))),
    ),
  );
}

function mergeEntries(keyword: string, base: Entry, own: Entry, expand: Expand): Entry | undefined {
  if (base.shape === "value" && own.shape === "value") return mergeValues(keyword, base, own);
  if (base.shape === "names" && own.shape === "names") return { ...own, names: new Map([...base.names, ...own.names]) };
  if (base.shape === "map" && own.shape === "map" && keyword !== "dependentSchemas") {
    const nodes = new Map(base.nodes);
    for (const [name, node] of own.nodes) nodes.set(name, conjunction(nodes.get(name), node, expand));
    return { ...own, nodes };
  }
  if (base.shape === "list" && own.shape === "list" && keyword === "allOf")
    return { ...own, nodes: [...base.nodes, ...own.nodes] };
  return undefined;
}

function mergeValues(keyword: string, base: ValueEntry, own: ValueEntry): ValueEntry | undefined {
  if (canonical(base.value) === canonical(own.value)) return own;
  switch (keyword) {
    case "type":
      return mergeTypes(base, own);
    case "enum":
      return mergeEnums(base, own);
    case "minimum":
    case "exclusiveMinimum":
    case "minLength":
    case "minItems":
    case "minProperties":
      return tighter(base, own, 1);
    case "maximum":
    case "exclusiveMaximum":
    case "maxLength":
    case "maxItems":
    case "maxProperties":
      return tighter(base, own, -1);
    case "multipleOf": {
      if (typeof base.value !== "number" || typeof own.value !== "number") return undefined;
      const [a, b] = [fromNumber(base.value), fromNumber(own.value)];
      if (a.numerator <= 0n || b.numerator <= 0n) return undefined;
      return isMultiple(a, b) ? base : isMultiple(b, a) ? own : undefined;
    }
    case "uniqueItems":
      return base.value === true ? base : own;
    default:
      return undefined;
  }
}

function tighter(base: ValueEntry, own: ValueEntry, sign: 1 | -1): ValueEntry | undefined {
  if (typeof base.value !== "number" || typeof own.value !== "number") return undefined;
  return compareDecimals(fromNumber(base.value), fromNumber(own.value)) * sign > 0 ? base : own;
}

function mergeTypes(base: ValueEntry, own: ValueEntry): ValueEntry | undefined {
  const [baseTypes, ownTypes] = [typeSetOf(base.value), typeSetOf(own.value)];
  if (baseTypes === undefined || ownTypes === undefined) return undefined;
  const both = baseTypes & ownTypes;
  if (both === baseTypes) return base;
  if (both === ownTypes) return own;
  return both === 0 ? undefined : { ...own, value: typeNamesOf(both) };
}

function mergeEnums(base: ValueEntry, own: ValueEntry): ValueEntry | undefined {
  if (!isArray(base.value) || !isArray(own.value)) return undefined;
  const inBase = new Set(base.value.map(canonical));
  const both = own.value.filter((value) => inBase.has(canonical(value)));
  if (both.length === 0) return undefined;
  return both.length === base.value.length ? base : { ...own, value: both };
}

function conjunction(base: Node | undefined, own: Node, expand: Expand): Node {
  if (base === undefined) return own;
  if (isTrue(base) || isFalse(own)) return own;
  if (isTrue(own) || isFalse(base)) return base;
  const [left, right] = [expand(base), expand(own)];
  const merged = left?.kind === "schema" && right?.kind === "schema" ? mergeNodes(left, right, expand) : undefined;
  if (merged !== undefined) return merged;
  const both: Entry = { shape: "list", nodes: [base, own], location: own.location };
  return { kind: "schema", keywords: new Map([["allOf", both]]), annotations: new Map(), location: own.location };
}

function isTrue(node: Node): boolean {
  return node.kind === "boolean" && node.value;
}

function isFalse(node: Node): boolean {
  return node.kind === "boolean" && !node.value;
}

/** The set of types that a value of the keyword `type` names; `undefined` for an invalid one. */
export function typeSetOf(value: Json): number | undefined {
  const names = isArray(value) ? value : [value];
  if (!names.every((name) => typeof name === "string" && Object.hasOwn(typesByName, name))) return undefined;
  return names.reduce<number>((types, name) => types | (typesByName[name as string] ?? 0), 0);
}

function typeNamesOf(types: number): string[] {
  const names = (["null", "boolean", "string", "array", "object"] as const).filter(
    (name) => (types & typeBits[name]) !== 0,
  );
  const number = (types & typeBits.fraction) !== 0 ? ["number"] : (types & typeBits.integer) !== 0 ? ["integer"] : [];
  return [...names, ...number];
}
