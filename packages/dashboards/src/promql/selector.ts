/** A matcher of labels. */
export interface LabelMatcher {
  readonly label: string;
  readonly operator: "=" | "!=" | "=~" | "!~";
  readonly value: string;
}

/** A selector of PromQL: the name of the samples, and matchers. */
export function selectorText(name: string, matchers: readonly LabelMatcher[]): string {
  if (matchers.length === 0) return name;
  return `${name}{${matchers.map(({ label, operator, value }) => `${label}${operator}${quoted(value)}`).join(", ")}}`;
}

/** A text in double quotes, as PromQL and LogQL read it. */
export function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}

/** A text as a regular expression of RE2 that matches nothing else. */
export function escapedPattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
