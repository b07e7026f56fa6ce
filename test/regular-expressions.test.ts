import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { patternCost } from "../packages/compat/src/language/pattern-cost.js";

/** A literal, where an expression may begin. */
const literal =
  /(?<=(?:[=(,:!&|?{;[]|return|=>)\s*)\/(?![*/])((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+)\/([dgimsuvy]*)/g;
const comment = /^\s*(?:\/\/|\/?\*)/;

const generatedCode = "code that Ajv generated, in lines that are no longer than a schema may be";

/** Literals that may take the square of a text's length, or are not proved not to, and why that does no harm. */
const reasons: Readonly<Record<string, string>> = {
  "check/src/baselines/newest-release.ts (\\d+\\.\\d+\\.\\d+)$":
    "names of tags and packages, which git and npm keep short",
  "cli/src/commands/infer.ts \\/+$": "a folder that the user of the command names",
  "cli/src/query/query-shell.ts [\\w.]*$": "a line that the user of the command types",
  'codegen/src/judge-bigints.ts "(?:[^"\\\\]|\\\\.)*"|typeof (data\\d*) == "number"|!\\((data\\d*) % 1\\)|isNaN\\((data\\d*)\\)|isFinite\\((data\\d*)\\)|(data\\d*) === (-?\\d+)(?![\\d.eE])|(?<![\\d.eE+-])(-?\\d+) !== (data\\d*)':
    generatedCode,
  "codegen/src/shorten.ts ^const (err\\d+) = (\\{.*\\});\\nif\\(vErrors === null\\)\\{\\nvErrors = \\[\\1\\];\\n\\}\\nelse \\{\\nvErrors\\.push\\(\\1\\);\\n\\}\\nerrors\\+\\+;$":
    generatedCode,
  'codegen/src/shorten.ts "(?:[^"\\\\]|\\\\.)*"|\\(\\(typeof (data\\d*) == "number"\\) && \\(!\\(\\1 % 1\\) && !isNaN\\(\\1\\)\\)\\) && \\(isFinite\\(\\1\\)\\)|\\(typeof (data\\d*) == "number"\\) && \\(isFinite\\(\\2\\)\\)':
    generatedCode,
  'codegen/src/shorten.ts ^\\{instancePath(?::(.+?))?,schemaPath:("(?:[^"\\\\]|\\\\.)*"),keyword:"(.*?)",params:(\\{.*\\})\\}$':
    generatedCode,
  "compat/src/dialect/document.ts #.*$": "matches at the first # there is, with any rest",
  "infer/src/event-names.ts _+$": "cut to the length of a name",
  "logger/src/rotated-names.ts ^(.+)T(.+)Z$": "a time that this program wrote",
  "logger/src/logrotate/glob.ts \\*+|\\?|\\[!?[^\\]]+\\]|[.+^${}()|\\\\[\\]]":
    "a line of the system's own configuration",
  "project/src/new-event/field-flag.ts ^_+|_+$": "a name that the user of the command gives",
  "query/src/check-statement.ts (?:\\s|--[^\\n]*(?:\\n|$)|\\/\\*[\\s\\S]*?\\*\\/)*":
    "a statement that the user of the command gives",
  "report/src/page/compact.ts -?\\d+\\.\\d+(?:e-?\\d+)?": "numbers that this program wrote",
  "schema/src/contract-schema.ts ^([^.]*)(.*)$": "titles, which are one line",
  "text/src/findings/sarif-printer.ts (?:^|[^A-Za-z\\d]+)([A-Za-z\\d])": "codes that this program has",
};

it("no regular expression of the sources takes more than linear time, but for those that do no harm", () => {
  const slow = new Set<string>();
  let checked = 0;
  for (const name of readdirSync("packages")) {
    const files = readdirSync(`packages/${name}/src`, { recursive: true, encoding: "utf8" });
    for (const file of files.filter((path) => path.endsWith(".ts"))) {
      const lines = readFileSync(`packages/${name}/src/${file}`, "utf8").split("\n");
      const code = lines.filter((line) => !comment.test(line)).join("\n");
      for (const [, source = "", flags = ""] of code.matchAll(literal)) {
        checked++;
        const { maxShort } = patternCost(flags.includes("y") ? `^(?:${source})` : source);
        if (maxShort !== Number.POSITIVE_INFINITY) slow.add(`${name}/src/${file} ${source}`);
      }
    }
  }
  expect(checked).toBeGreaterThan(200);
  expect([...slow].toSorted()).toEqual(Object.keys(reasons).toSorted());
});
