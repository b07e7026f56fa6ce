import { htmlText } from "@metric-events/text";

/** Markup that is safe to put into a page. */
export interface Html {
  readonly markup: string;
}

type Part = string | number | Html | readonly Part[];

/** Puts markup together; texts in it are escaped. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { markup: strings.reduce((text, string, index) => text + markupOf(parts[index - 1] ?? "") + string) };
}

/** Markup that something else made, such as a chart. */
export function trusted(markup: string): Html {
  return { markup };
}

function markupOf(part: Part): string {
  if (typeof part === "string" || typeof part === "number") return htmlText(String(part));
  return "markup" in part ? part.markup : part.map(markupOf).join("");
}
