import { parseHTML } from "linkedom";
import { expect } from "vitest";

/** A formula for a spreadsheet. */
export const formula = "=cmd|' /C calc'!A0";

/**
 * What acts on some destination: controls of terminals, a link in one, bidirectional marks, characters without width, lines that a runner
 * or a person takes for others, markup, mentions, formulas.
 */
export const hostile = [
  "octocat \u001b[2J",
  "\u001b]8;;https://evil.example\u001b\\link\u0007",
  "\r\u009b31m\u202e\u2066\u200b\u2028\u{e0001}",
  "\nFORGED",
  "\n::stop-commands::t",
  "\n##[error]x",
  ` \`b\` | <script>alert(1)</script> @octocat\n${formula}`,
].join("");

/** The same for the name of a file. */
export const hostileName = hostile.replaceAll("/", "-");

/** The same within what units may hold: printable ASCII without spaces. */
export const hostileUnit = "::stop-commands::`b`|<script>@octocat";

const acting = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** What makes an output harmless wherever it ends up: on a terminal, and in the log of a workflow. */
export function expectHarmless(output: string, what: string): void {
  const lines = output.split("\n");
  const bad = lines.filter(
    (line) => acting.test(line) || /^\s*::(?!(?:error|warning|notice) )/.test(line) || line.includes("##["),
  );
  expect(bad, what).toEqual([]);
  // A line feed from outside begins no line.
  expect(
    lines.filter((line) => /^\s*(?:FORGED|\\u003a:stop)/.test(line)),
    what,
  ).toEqual([]);
}

/** What Markdown makes of a text but for code spans and blocks, in which nothing is live. */
function liveMarkdown(markdown: string): string {
  return markdown
    .replaceAll(/^(`{3,})[^\n]*\n[\s\S]*?\n\1$/gm, "")
    .replaceAll(/(?<![\\`])(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, "CODE");
}

/** Further checks, by the destination that a format is for. */
export const destinations = {
  text() {},
  json(output: string) {
    JSON.parse(output);
  },
  jsonLines(output: string) {
    for (const line of output.trimEnd().split("\n")) JSON.parse(line);
  },
  csv(output: string) {
    expect(output.match(/(?:^|,)"?[=+@]/gm)).toBe(null);
  },
  markdown(output: string) {
    const live = liveMarkdown(output);
    expect(live.match(/.*(?:@\w|:\/\/|(?<!\\)<script|(?<!\\)`).*/g)).toBe(null);
    let columns = 0;
    for (const line of output.split("\n")) {
      const pipes = line.startsWith("|") ? (line.match(/(?<!\\)\|/g) ?? []).length : 0;
      if (columns > 0 && pipes > 0) expect(`${pipes}: ${line}`).toBe(`${columns}: ${line}`);
      columns = pipes;
    }
  },
  html(output: string) {
    expect(parseHTML(output).document.querySelectorAll("script, img, [href*=evil]").length).toBe(0);
  },
} as const;

export type Destination = keyof typeof destinations;
