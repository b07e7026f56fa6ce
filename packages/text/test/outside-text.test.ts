import { expect, it } from "vitest";
import {
  code,
  csvLine,
  errorCommand,
  escape,
  excerpt,
  hang,
  harmlessJson,
  harmlessOutput,
  htmlText,
  indentedJsonText,
  jsonText,
  paintFor,
  printable,
  printableLines,
  rawCsvLine,
  workflowCommand,
  wrap,
} from "../src/index.js";

it("nothing that a terminal would obey is left in a text", () => {
  expect(printable("plain ä🚀 \u0000\u001b[2J\n\u007f\u009b\u200f\u202e\u2028\ufeff\ud800")).toBe(
    "plain ä🚀 \\u0000\\u001b[2J\\u000a\\u007f\\u009b\\u200f\\u202e\\u2028\\ufeff\\ud800",
  );
  expect(printable("\u{e0001}")).toBe("\\u{e0001}");
  expect(excerpt("abcdef", 3)).toBe("abc…");
});

it.each([
  ["::stop-commands::t", "\\u003a:stop-commands::t"],
  ["  ::error::x", "  \\u003a:error::x"],
  ["a ::debug::x", "a \\u003a:debug::x"],
  ["##[error]x", "#\\u0023[error]x"],
  ["std::vector", "std::vector"],
])("a runner of GitHub Actions does not obey %s", (text, shown) => expect(printable(text)).toBe(shown));

it.each([
  ["@octocat", "@<!-- -->octocat"],
  ["#12", "\\#<!-- -->12"],
  ["https://example.com", "https:<!-- -->//example.com"],
  ["[a](b) <b> `c` *d* _e_ ~f~ $g$ &lt;", "\\[a\\](b) \\<b\\> \\`c\\` \\*d\\* \\_e\\_ \\~f\\~ \\$g\\$ &amp;lt;"],
  ["\u202e\u001b", "\\\\u202e\\\\u001b"],
  ["- item", "\\- item"],
  ["1. item", "1\\. item"],
  ["===", "\\==="],
  ["-5", "-5"],
  ["12.5 % of 3", "12.5 % of 3"],
])("Markdown shows %s as it is", (text, markdown) => expect(escape(text)).toBe(markdown));

it("a code span holds backticks and has no lines", () => {
  expect(code("a`b``c")).toBe("``` a`b``c ```");
  expect(code("name\n\n# title")).toBe("`name\\u000a\\u000a# title`");
});

it("HTML shows a text as it is", () => {
  expect(htmlText(`<b a="c" d='e'>&\u202e`)).toBe("&lt;b a=&quot;c&quot; d=&#39;e&#39;&gt;&amp;\\u202e");
});

it("CSV has no formulas and no control characters, and numbers are left alone", () => {
  const cells = [
    "=1+1",
    "+cmd|x",
    "-2",
    "-2e3",
    "-Infinity",
    "-x",
    "@sum(a)",
    " =1",
    "a\nb",
    "\u001b[2J",
    'say "x", y',
    "1,5",
  ];
  expect(csvLine(cells)).toBe(
    `'=1+1,'+cmd|x,-2,-2e3,-Infinity,'-x,'@sum(a),' =1,a\\u000ab,\\u001b[2J,"say ""x"", y","1,5"\n`,
  );
  expect(rawCsvLine(["=1+1", "a\nb", "\u001b"])).toBe('=1+1,"a\nb",\u001b\n');
});

it("a text cannot leave its workflow command", () => {
  const text = "100 %\n::stop-commands::t\u001b,:";
  expect(errorCommand({ file: "a,b:c\nd", line: 3, title: text, message: text })).toBe(
    "::error file=a%2Cb%3Ac%0Ad,line=3,title=100 %25%0A\\u003a%3Astop-commands%3A%3At\\u001b%2C%3A::100 %25%0A\\u003a:stop-commands::t\\u001b,:",
  );
});

it("JSON shows nothing that acts, and a parser finds the very value", () => {
  const value = { "::a": ["\u001b\u202e\u{e0001}\ud800", "##[error] ::x\n::y"], b: '"\\' };
  const text = jsonText(value);
  expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]|##\[|\s::/u);
  expect(JSON.parse(text)).toEqual(value);
});

it("JSON of others keeps its values, and acts no more", () => {
  const json = '{\t"a":\r"\u202e\u009b ##[error]",\n"b": " ::x"}';
  const text = harmlessJson(json);
  expect(text).toBe('{ "a": "\\u202e\\u009b #\\u0023[error]",\n"b": " \\u003a:x"}');
  expect(JSON.parse(text)).toEqual(JSON.parse(json));
  expect(JSON.parse(indentedJsonText({ a: "\u{e0001}" }))).toEqual({ a: "\u{e0001}" });
  expect(indentedJsonText({ a: "\u{e0001}" })).toBe('{\n  "a": "\\udb40\\udc01"\n}');
});

it("only lines that we make begin a line", () => {
  expect(printableLines(["a\nb", "::c"])).toBe("a\\u000ab\n\\u003a:c");
});

it("text that is laid out in lines is printable, wherever it breaks", () => {
  expect(wrap("aaa ::error::x \u001b[2J\u2028b", 4)).toBe("aaa\n\\u003a:error::x\n\\u001b[2J\nb");
  expect(hang("--\u001b", "::x", 12, 40)).toBe("--\\u001b    \\u003a:x");
});

it("the last door escapes what the others forgot, and lets lines, colors and annotations of ours pass", () => {
  const paint = paintFor({ isTerminal: true }, {});
  const ours = `${paint("red", "a")}\n${workflowCommand("notice", { file: "a", title: "b", message: "c" })}\n`;
  expect(harmlessOutput(ours)).toBe(ours);
  expect(harmlessOutput("\u001b[2J\r\u202e\n ::stop-commands::t\n::add-mask::x")).toBe(
    "\\u001b[2J\\u000d\\u202e\n \\u003a:stop-commands::t\n\\u003a:add-mask::x",
  );
});
