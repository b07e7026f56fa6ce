import { parser } from "@prometheus-io/lezer-promql";

/** What an expression selects: a name, and matchers that must all hold. */
export interface ReadSelector {
  readonly name: string;
  readonly matchers: readonly { readonly label: string; readonly operator: string; readonly value: string }[];
}

/** What Grafana puts in the place of its variables. */
export function withoutVariables(expression: string): string {
  return expression
    .replaceAll(/\$__(?:rate_interval|interval|range)\b/g, "5m")
    .replaceAll(/"\$\{?\w+(?::\w+)?\}?"/g, '".*"');
}

/** The selectors of an expression. Fails where it is not PromQL. */
export function selectorsIn(given: string): readonly ReadSelector[] {
  const expression = withoutVariables(given);
  const selectors: { name: string; matchers: { label: string; operator: string; value: string }[] }[] = [];
  parser.parse(expression).iterate({
    enter: ({ type, from, to, node }) => {
      if (type.isError) throw new Error(`not PromQL at ${from}: ${expression}`);
      const text = expression.slice(from, to);
      if (type.name === "VectorSelector") selectors.push({ name: "", matchers: [] });
      const last = selectors.at(-1);
      if (last === undefined) return;
      if (type.name === "Identifier" && node.parent?.type.name === "VectorSelector") last.name = text;
      if (type.name === "UnquotedLabelMatcher") {
        const [, label = "", operator = "", quoted = ""] = /^(\w+)\s*(=~|!~|!=|=)\s*(".*")$/s.exec(text) ?? [];
        last.matchers.push({ label, operator, value: JSON.parse(quoted) as string });
      }
    },
  });
  return selectors;
}

/** Whether a series satisfies a selector, as Prometheus decides. */
export function isSelected(
  series: { readonly name: string; readonly labels: Readonly<Record<string, string>> },
  { name, matchers }: ReadSelector,
): boolean {
  return (
    series.name === name &&
    matchers.every(({ label, operator, value }) => {
      const own = series.labels[label] ?? "";
      const isMatch = operator.includes("~") ? new RegExp(`^(?:${value})$`, "s").test(own) : own === value;
      return operator.startsWith("!") ? !isMatch : isMatch;
    })
  );
}
