import { describe, expect, it } from "vitest";
import {
  createFindingPrinter,
  type FindingSummary,
  findingFormats,
  formatFindings,
  type PlacedFinding,
} from "../../src/index.js";

const repository = { cwd: "/home/acme/tools", top: "/home/acme" };
const options = {
  rules: { "too-late": { description: "an event is late", help: "Issue it when it happens" } },
  heading: "Events",
  repository,
};
const plain: PlacedFinding = {
  place: { file: "a.log", line: 2, column: 7 },
  code: "too-late",
  severity: "error",
  subject: "door_opened",
  message: "it came late",
  facts: { event: "door_opened" },
};
const detailed: PlacedFinding = {
  ...plain,
  severity: "warning",
  details: [
    { kind: "note", text: "since yesterday" },
    { kind: "code", lines: ['{"door":"cellar"}'], language: "json" },
  ],
};
const accepted: PlacedFinding = { ...plain, severity: "ignored", message: "it came early" };
const summary: FindingSummary = {
  table: { columns: [{ title: "event" }, { title: "valid", align: "right" }], rows: [["door_opened", "12"]] },
  lines: ["13 lines"],
  data: { summary: { lines: 13 } },
};

describe("findings", () => {
  it("are text as compilers print it, with what belongs to them indented", () => {
    expect(formatFindings([plain, detailed, plain], summary, "text", { ...options, showsSeverity: true })).toBe(`\
a.log:2:7: error: door_opened: it came late (too-late)

a.log:2:7: warning: door_opened: it came late (too-late)
  since yesterday
    {"door":"cellar"}

a.log:2:7: error: door_opened: it came late (too-late)

event        valid
door_opened     12

13 lines
`);
  });

  it("are annotations at paths from the top of the checkout", () => {
    expect(formatFindings([detailed, accepted], summary, "github", options)).toBe(`\
::warning file=tools/a.log,line=2,col=7,title=too-late::it came late%0ASince yesterday%0A{"door":"cellar"}
::notice file=tools/a.log,line=2,col=7,title=too-late::it came early
event        valid
door_opened     12

13 lines
`);
  });

  it("are JSON that parses, whether there are any or not", () => {
    const found = { file: "a.log", line: 2, column: 7, code: "too-late", severity: "error", event: "door_opened" };
    expect(JSON.parse(formatFindings([plain, plain], summary, "json", options))).toEqual({
      findings: [
        { ...found, message: "it came late" },
        { ...found, message: "it came late" },
      ],
      summary: { lines: 13 },
    });
    expect(JSON.parse(formatFindings([], summary, "json", options))).toEqual({ findings: [], summary: { lines: 13 } });
  });

  it("are Markdown with what was accepted folded away", () => {
    expect(formatFindings([detailed, accepted], summary, "markdown", options)).toBe(`\
## Events

### door\\_opened: it came late

\`a.log:2\` · \`too-late\`

Since yesterday.

\`\`\`json
{"door":"cellar"}
\`\`\`

<details><summary>Accepted</summary>

- door\\_opened: it came early

</details>

| event | valid |
| --- | ---: |
| door\\_opened | 12 |

- 13 lines
`);
  });

  it("are SARIF whose rules explain them, once each", () => {
    const log = JSON.parse(formatFindings([plain, accepted], summary, "sarif", { ...options, toolVersion: "1.2.3" }));
    const [run] = log.runs;
    expect(run.tool.driver).toMatchObject({ name: "metric-events", version: "1.2.3" });
    expect(run.tool.driver.rules).toEqual([
      {
        id: "too-late",
        name: "TooLate",
        shortDescription: { text: "An event is late." },
        fullDescription: { text: "An event is late." },
        help: { text: "Issue it when it happens." },
      },
    ]);
    expect(run.results).toHaveLength(2);
    expect(run.results[0]).toMatchObject({
      ruleIndex: 0,
      level: "error",
      message: { text: "door_opened: it came late" },
      properties: { event: "door_opened" },
    });
    expect(run.results[1]).toMatchObject({ level: "note", suppressions: [{ kind: "external" }] });
    const [location] = run.results[0].locations;
    expect(location.physicalLocation).toEqual({
      artifactLocation: { uri: "tools/a.log", uriBaseId: "SRCROOT" },
      region: { startLine: 2, startColumn: 7 },
    });
  });

  it("leave columns in bytes out of SARIF, which has no such columns", () => {
    const log = JSON.parse(formatFindings([plain], summary, "sarif", { ...options, columns: "bytes" }));
    expect(log.runs[0].results[0].locations[0].physicalLocation.region).toEqual({ startLine: 2 });
  });

  it.each(findingFormats)("are the same in %s when they are written one by one", (format) => {
    const printer = createFindingPrinter(format, options);
    const parts = [printer.begin(), printer.finding(plain), printer.finding(accepted), printer.end(summary)];
    expect(parts.join("")).toBe(formatFindings([plain, accepted], summary, format, options));
  });

  it.each(findingFormats)("let nothing act in %s that their texts hold", (format) => {
    const hostile = "\u001b[2J\u202e\u0007\n::stop-commands::t\r\n";
    const text = formatFindings(
      [
        {
          place: { file: hostile, line: 1 },
          code: "too-late",
          severity: "error",
          title: hostile,
          subject: hostile,
          message: hostile,
          details: [
            { kind: "note", text: hostile },
            { kind: "code", lines: [hostile, hostile.slice(hostile.indexOf("::"))], language: "text" },
          ],
          facts: { hostile },
        },
      ],
      { lines: [`said ${hostile}`], data: { hostile } },
      format,
      options,
    );
    expect(["\u001b", "\u0007", "\r", "\u202e"].filter((control) => text.includes(control))).toEqual([]);
    const obeyed = text.split("\n").filter((line) => line.startsWith("::"));
    expect(obeyed.every((line) => line.startsWith("::error file="))).toBe(true);
    expect(obeyed).toHaveLength(format === "github" ? 1 : 0);
  });
});
