import { printableText } from "./printable-text.js";
import { didYouMean } from "./suggest.js";
import type { Issue } from "./types.js";

/** The message lists this many issues; `issues` has them all. */
const maxSpelledOut = 20;
const maxPointerLength = 200;

/** An object or a text is not a valid event. It was not written anywhere. */
export class InvalidEventError extends TypeError {
  override readonly name = "InvalidEventError";
  readonly code = "INVALID_EVENT";
  /** Name of the event that it was checked as; `undefined` if it does not name an event of the catalogue. */
  readonly eventName: string | undefined;
  /** Every mistake; never empty. */
  readonly issues: readonly Issue[];

  constructor(eventName: string | undefined, issues: readonly Issue[], options?: ErrorOptions) {
    super(formatIssues(eventName, issues), options);
    this.eventName = eventName;
    this.issues = issues;
  }
}

/** One mistake as a sentence, such as `/idle: expected number ≥ 0, received -1`. */
export function formatIssue(issue: Issue): string {
  const where = issue.pointer === "" ? "" : `${printableText(shortenPointer(issue.pointer))}: `;
  return `${where}${sentenceOf(issue)}`;
}

/** The sentence without the place. */
export function sentenceOf({ code, expected, received, suggestion }: Issue): string {
  const meant = didYouMean(suggestion);
  if (code === "undeclared") return `not a declared field, received ${received}${meant}`;
  return `expected ${expected}, received ${received}${meant}`;
}

function formatIssues(eventName: string | undefined, issues: readonly Issue[]): string {
  const subject = eventName === undefined ? "not an event of the catalogue" : `not a valid ${eventName} event`;
  const lines = issues.slice(0, maxSpelledOut).map((issue) => `  ${printableText(formatIssue(issue))}`);
  const more = issues.length - lines.length;
  return [`${subject}:`, ...lines, ...(more === 0 ? [] : [`  and ${more} more`])].join("\n");
}

function shortenPointer(pointer: string): string {
  return pointer.length <= maxPointerLength ? pointer : `${pointer.slice(0, maxPointerLength)}…`;
}
