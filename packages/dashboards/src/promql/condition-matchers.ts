import { type EventSeries, hostLabel } from "@metric-events/metrics";
import { globParts, hostConditions, parseConditions } from "@metric-events/reader";
import { type Catalogue, fieldPath } from "@metric-events/runtime";
import { printable } from "@metric-events/text";
import { UnsupportedQuestion } from "../unsupported.js";
import { toRegexRange } from "../vendor/to-regex-range.js";
import { escapedPattern, type LabelMatcher } from "./selector.js";

type Condition = ReturnType<typeof parseConditions>[number];

/** Whole numbers of labels are not greater. */
const largest = 999_999_999_999;

/**
 * What conditions of `alert` and objectives ask of labels. Those with `=` and `~` on one field are alternatives, all others must hold.
 *
 * @throws {UnsupportedQuestion} for a condition on something that is not a label.
 */
export function conditionMatchers(
  conditions: string | readonly string[],
  series: EventSeries,
  catalogue: Catalogue,
): readonly LabelMatcher[] {
  const texts = typeof conditions === "string" ? [conditions] : conditions;
  const isHost = hostConditions(catalogue);
  const byLabel = new Map<string, Condition[]>();
  for (const [index, condition] of parseConditions(texts, [series.plan.eventName], catalogue).entries()) {
    const path = fieldPath(condition.names);
    const label = isHost(condition.names) ? hostLabel : series.labels.find((each) => each.path === path);
    if (label === undefined) {
      throw new UnsupportedQuestion(
        `the condition ${JSON.stringify(texts[index])} is about ${path}, which is not a label of its series; mark it "cardinality": "low" in the schema if it is a dimension with few values`,
      );
    }
    byLabel.set(label.name, [...(byLabel.get(label.name) ?? []), condition]);
  }
  return [...byLabel].flatMap(([label, own]) => matchersOf(label, own));
}

function matchersOf(label: string, conditions: readonly Condition[]): readonly LabelMatcher[] {
  const alternatives = conditions.filter(({ operator }) => operator === "=" || operator === "~");
  const orders = conditions.filter(({ operator }) => /^[<>]/.test(operator));
  const others = conditions.filter((each) => !alternatives.includes(each) && !orders.includes(each));
  const [only] = alternatives;
  const isPlain = alternatives.length === 1 && only?.operator === "=";
  return [
    ...(alternatives.length === 0
      ? []
      : isPlain
        ? [{ label, operator: "=", value: shown(only?.value ?? "") } as const]
        : [{ label, operator: "=~", value: alternatives.map(patternOf).join("|") } as const]),
    ...(orders.length === 0 ? [] : [{ label, operator: "=~", value: rangeOf(orders) } as const]),
    ...others.map(
      (each): LabelMatcher =>
        each.operator === "!="
          ? { label, operator: "!=", value: shown(each.value) }
          : { label, operator: "!~", value: patternOf(each) },
    ),
  ];
}

/** A value as its label has it. */
function shown(value: string): string {
  return printable(value);
}

export function patternOf({ operator, value }: Condition): string {
  if (operator === "=" || operator === "!=") return escapedPattern(shown(value));
  return globParts(value)
    .map((part) => (part === "any" ? ".*" : part === "one" ? "." : escapedPattern(shown(part.text))))
    .join("");
}

/** The whole numbers that satisfy all of some orders, as a pattern of their digits. */
function rangeOf(orders: readonly Condition[]): string {
  let [least, most] = [-largest, largest];
  for (const { operator, value } of orders) {
    const limit = Number(value);
    if (operator === ">") least = Math.max(least, Math.floor(limit) + 1);
    if (operator === ">=") least = Math.max(least, Math.ceil(limit));
    if (operator === "<") most = Math.min(most, Math.ceil(limit) - 1);
    if (operator === "<=") most = Math.min(most, Math.floor(limit));
  }
  if (least > most)
    throw new UnsupportedQuestion(
      `no whole number satisfies the conditions ${orders.map(({ operator, value }) => `${operator}${value}`).join(", ")}`,
    );
  return toRegexRange(least, most);
}
