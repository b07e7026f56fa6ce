import { joinPointer, pointerTokens } from "@metric-events/runtime";
import type { Bundle } from "../bundler.js";
import { keywords } from "../keywords.js";
import { isSchemaObject, type SchemaObject } from "../schema-types.js";
import { subschemaPointer, subschemas } from "../walk.js";
import { without } from "../without.js";

/** A keyword of a file in a bundle, or an entry of `properties` that is `false`. */
export interface Element {
  /** The file's name in the bundle. */
  readonly file: string;
  readonly pointer: string;
}

/**
 * A minimal set of keywords that contradict each other: without any one of them, the bundle has an instance. Keywords that only lead to others
 * are left out.
 */
export function contradictoryCore(bundle: Bundle, isEmpty: (bundle: Bundle) => boolean): Element[] {
  let rest = bundle;
  const kept: Element[] = [];
  // Large parts first, so that what they contain need not be tried.
  for (const element of Object.entries(bundle.$defs).flatMap(([file, schema]) => elementsOf(schema, "", file))) {
    if (isBelowAbsent(rest, element)) continue;
    const smaller = remove(rest, element);
    if (isEmpty(smaller)) rest = smaller;
    else kept.push(element);
  }
  return telling(kept.filter((element) => restricts(rest, element)));
}

/** Without the obvious: keywords inside of one that is listed, and `type` and `required` if there are other reasons. */
function telling(core: readonly Element[]): Element[] {
  const outermost = core.filter(
    (element) =>
      !core.some((other) => isBelow(element, other) && reversing.has(keywordOf(other))) &&
      !core.some((other) => isBelow(other, element) && !reversing.has(keywordOf(element))),
  );
  return ["type", "required"].reduce<Element[]>((rest, keyword) => {
    const others = rest.filter((element) => keywordOf(element) !== keyword);
    const isClear = others.length >= 2 || others.some((element) => selfContradictory.has(keywordOf(element)));
    return isClear ? others : rest;
  }, outermost);
}

function isBelow(element: Element, other: Element): boolean {
  return element.file === other.file && element.pointer.startsWith(`${other.pointer}/`);
}

function keywordOf({ pointer }: Element): string {
  return pointerTokens(pointer).at(-1) ?? "";
}

function elementsOf(schema: SchemaObject, pointer: string, file: string): Element[] {
  const own = Object.keys(schema)
    .filter((keyword) => keyword !== "$defs")
    .map((keyword) => ({ file, pointer: joinPointer(pointer, keyword) }));
  const below = subschemas(schema).flatMap((sub) => {
    const at = subschemaPointer(pointer, sub);
    const isEntry =
      sub.appliesTo !== "definition" && typeof sub.token === "string" && keywords[sub.keyword]?.holds === "map";
    const entry = isEntry ? [{ file, pointer: at }] : [];
    return isSchemaObject(sub.schema) ? [...entry, ...elementsOf(sub.schema, at, file)] : entry;
  });
  return [...own, ...below];
}

function remove(bundle: Bundle, { file, pointer }: Element): Bundle {
  const schema = bundle.$defs[file];
  if (schema === undefined) return bundle;
  return { ...bundle, $defs: { ...bundle.$defs, [file]: without(schema, pointerTokens(pointer)) } };
}

function isBelowAbsent(bundle: Bundle, element: Element): boolean {
  return valueAt(bundle, element) === undefined;
}

function valueAt(bundle: Bundle, { file, pointer }: Element): unknown {
  let value: unknown = bundle.$defs[file];
  for (const token of pointerTokens(pointer)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, token)) return undefined;
    value = Reflect.get(value, token);
  }
  return value;
}

/** Keywords below which removing something may exclude instances. */
export const reversing: ReadonlySet<string> = new Set(["oneOf", "not", "if"]);

/** Keywords that can be a contradiction on their own, apart from the type. */
const selfContradictory = new Set(["oneOf", "contains", "propertyNames", "required"]);

/** Applicators that restrict on their own, whatever they contain. */
const restrictive = new Set([
  ...reversing,
  "additionalProperties",
  "unevaluatedProperties",
  "unevaluatedItems",
  "contains",
  "propertyNames",
]);

function restricts(bundle: Bundle, element: Element): boolean {
  const tokens = pointerTokens(element.pointer);
  const value = valueAt(bundle, element);
  if (value === false) return true;
  // An entry of a map, such as a field, has a name that is not a keyword.
  const holder = keywords[tokens.at(-2) ?? ""];
  if (holder?.holds === "map" && tokens.length >= 2 && isSchemaObject(value)) return false;
  const keyword = tokens.at(-1) ?? "";
  return keywords[keyword]?.role === "assertion" || restrictive.has(keyword);
}
