import { ceil, compareDecimals, type Decimal, floor, fromNumber, isMultiple } from "../json/decimal.js";
import { typeBits } from "../json/types.js";
import { typeSetOf } from "../normal/merge.js";
import type { SchemaNode, ValueEntry } from "../normal/node.js";
import type { ChangeCode, ChangeSubject } from "./change.js";
import { keywordChange, type LocalChange, type Pair } from "./pair.js";

/** Bounds of numbers, and of the sizes of strings, arrays and objects. */
export function compareLimits(pair: Pair): LocalChange[] {
  return [
    ...compareBound(pair, "min", ["minimum", "exclusiveMinimum"]),
    ...compareBound(pair, "max", ["maximum", "exclusiveMaximum"]),
    ...sizes.flatMap(([keyword, side, whenAbsent]) => compareSize(pair, keyword, side, whenAbsent)),
    ...compareMultipleOf(pair),
  ];
}

type Side = "min" | "max";

const sizes = [
  ["minLength", "min", 0],
  ["maxLength", "max", Number.POSITIVE_INFINITY],
  ["minItems", "min", 0],
  ["maxItems", "max", Number.POSITIVE_INFINITY],
  ["minProperties", "min", 0],
  ["maxProperties", "max", Number.POSITIVE_INFINITY],
  ["minContains", "min", 1],
  ["maxContains", "max", Number.POSITIVE_INFINITY],
] as const;

interface Limit {
  readonly keyword: ChangeSubject;
  readonly entry: ValueEntry;
  readonly value: Decimal;
  readonly isExclusive: boolean;
}

function compareBound(pair: Pair, side: Side, keywords: readonly [ChangeSubject, ChangeSubject]): LocalChange[] {
  const isWhole = [pair.baseline, pair.candidate].every(isWholeNumber);
  const [baseline, candidate] = [pair.baseline, pair.candidate].map((node) => limitOf(node, side, keywords, isWhole));
  if (baseline === undefined && candidate === undefined) return [];
  const params = {
    ...(baseline !== undefined && candidate !== undefined && baseline.keyword !== candidate.keyword
      ? { name: baseline.keyword }
      : {}),
    ...(baseline === undefined ? {} : { baseline: baseline.entry.value }),
    ...(candidate === undefined ? {} : { candidate: candidate.entry.value }),
  };
  const details = {
    params,
    keywords,
    baselineLocation: baseline?.entry.location,
    candidateLocation: candidate?.entry.location,
  };
  if (candidate === undefined) {
    const code = `${baseline?.keyword}-removed` as ChangeCode;
    return [keywordChange(code, pair, { ...details, effect: "widens" })];
  }
  if (baseline === undefined)
    return [keywordChange(`${candidate.keyword}-added` as ChangeCode, pair, { ...details, effect: "narrows" })];
  const order = tightness(candidate, baseline, side);
  if (order === 0) return [];
  const kind = order > 0 === (side === "min") ? "increased" : "decreased";
  const code = `${candidate.keyword}-${kind}` as ChangeCode;
  return [keywordChange(code, pair, { ...details, effect: order > 0 ? "narrows" : "widens" })];
}

/** The tighter of the two bounds. For whole numbers, > 0 becomes ≥ 1. */
function limitOf(
  node: SchemaNode,
  side: Side,
  [inclusive, exclusive]: readonly [ChangeSubject, ChangeSubject],
  isWhole: boolean,
): Limit | undefined {
  const limits = [inclusive, exclusive].flatMap((keyword): Limit[] => {
    const entry = node.keywords.get(keyword);
    if (entry?.shape !== "value" || typeof entry.value !== "number") return [];
    const limit = { keyword, entry, value: fromNumber(entry.value), isExclusive: keyword === exclusive };
    return [isWhole ? rounded(limit, side) : limit];
  });
  const [first, second] = limits;
  if (first === undefined || second === undefined) return first;
  return tightness(second, first, side) > 0 ? second : first;
}

function rounded(limit: Limit, side: Side): Limit {
  const { value, isExclusive } = limit;
  const whole = side === "min" ? ceil(value) : floor(value);
  const isOn = compareDecimals(value, { numerator: whole, denominator: 1n }) === 0;
  const step = isExclusive && isOn ? (side === "min" ? 1n : -1n) : 0n;
  return { ...limit, value: { numerator: whole + step, denominator: 1n }, isExclusive: false };
}

/** Positive when the first is tighter than the second. */
function tightness(first: Limit, second: Limit, side: Side): number {
  const order = compareDecimals(first.value, second.value);
  if (order !== 0) return side === "min" ? order : -order;
  return Number(first.isExclusive) - Number(second.isExclusive);
}

function isWholeNumber({ keywords }: SchemaNode): boolean {
  const type = keywords.get("type");
  const types = type?.shape === "value" ? typeSetOf(type.value) : undefined;
  return types !== undefined && (types & typeBits.fraction) === 0;
}

function compareSize(pair: Pair, keyword: (typeof sizes)[number][0], side: Side, whenAbsent: number): LocalChange[] {
  if (
    keyword.endsWith("Contains") &&
    ![pair.baseline, pair.candidate].every(({ keywords }) => keywords.has("contains"))
  )
    return [];
  const [before, after] = [pair.baseline, pair.candidate].map((node) => numberOf(node, keyword));
  const difference = (after ?? whenAbsent) - (before ?? whenAbsent);
  if (difference === 0 || Number.isNaN(difference)) return [];
  const kind =
    before === undefined ? "added" : after === undefined ? "removed" : difference > 0 ? "increased" : "decreased";
  const params = {
    ...(before === undefined ? {} : { baseline: before }),
    ...(after === undefined ? {} : { candidate: after }),
  };
  const effect = difference > 0 === (side === "min") ? "narrows" : "widens";
  return [keywordChange(`${keyword}-${kind}`, pair, { params, effect })];
}

function numberOf({ keywords }: SchemaNode, keyword: string): number | undefined {
  const entry = keywords.get(keyword);
  return entry?.shape === "value" && typeof entry.value === "number" ? entry.value : undefined;
}

function compareMultipleOf(pair: Pair): LocalChange[] {
  const [before, after] = [pair.baseline, pair.candidate].map((node) => numberOf(node, "multipleOf"));
  if (before === after || (before ?? 1) <= 0 || (after ?? 1) <= 0) return [];
  if (after === undefined)
    return [keywordChange("multipleOf-removed", pair, { params: { baseline: before ?? null }, effect: "widens" })];
  if (before === undefined)
    return [keywordChange("multipleOf-added", pair, { params: { candidate: after }, effect: "narrows" })];
  const params = { baseline: before, candidate: after };
  const [baseline, candidate] = [fromNumber(before), fromNumber(after)];
  if (isMultiple(candidate, baseline))
    return [keywordChange("multipleOf-narrowed", pair, { params, effect: "narrows" })];
  if (isMultiple(baseline, candidate)) return [keywordChange("multipleOf-widened", pair, { params, effect: "widens" })];
  return [keywordChange("multipleOf-changed", pair, { params, effect: "either" })];
}
