import { htmlText } from "./html.js";
import { proseParts } from "./prose.js";

/** Markup that is safe to put into a page. */
export interface Html {
  readonly markup: string;
}

type HtmlPart = string | number | Html | readonly HtmlPart[];

/** Puts markup together; texts in it are escaped. */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return { markup: strings.reduce((text, string, index) => text + markupOf(parts[index - 1] ?? "") + string) };
}

/** Markup that something else made, such as a chart. */
export function trusted(markup: string): Html {
  return { markup };
}

function markupOf(part: HtmlPart): string {
  if (typeof part === "string" || typeof part === "number") return htmlText(String(part));
  return "markup" in part ? part.markup : part.map(markupOf).join("");
}

/** A description as people write it: text in backticks is code, and nothing else is markup. */
export function inlineHtml(description: string): Html {
  return html`${proseParts(description).map(({ text, isCode }) => (isCode ? html`<code>${text}</code>` : text))}`;
}
