/** An alerting rule as its file has it. */
export interface WrittenRule {
  readonly alert: string;
  readonly expr: string;
  readonly forSeconds: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface RuleGroup {
  readonly name: string;
  readonly intervalSeconds: number;
  readonly rules: readonly WrittenRule[];
}

/** Rules in YAML. All texts are quoted, so that none is taken for anything else. */
export function rulesYaml(groups: readonly RuleGroup[]): string {
  if (groups.length === 0) return "groups: []\n";
  const lines = groups.flatMap(({ name, intervalSeconds, rules }) => [
    `  - name: ${yamlText(name)}`,
    `    interval: ${intervalSeconds}s`,
    "    rules:",
    ...rules.flatMap(({ alert, expr, forSeconds, labels, annotations }) => [
      `      - alert: ${yamlText(alert)}`,
      `        expr: ${yamlText(expr)}`,
      ...(forSeconds === 0 ? [] : [`        for: ${forSeconds}s`]),
      "        labels:",
      ...members(labels),
      "        annotations:",
      ...members(annotations),
    ]),
  ]);
  return `groups:\n${lines.join("\n")}\n`;
}

function members(record: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(record).map(([name, text]) => `          ${name}: ${yamlText(text)}`);
}

/** A text in double quotes; what is not plain is escaped by its code point. */
function yamlText(text: string): string {
  const escaped = JSON.stringify(text).replaceAll(/[^ -~]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
  return escaped;
}
