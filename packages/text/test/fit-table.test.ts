import { below, printedSeed, seededRandom } from "@metric-events/test-support";
import stringWidth from "fast-string-width";
import { expect, it } from "vitest";
import { fitTable, formatTable } from "../src/index.js";

const columns = [
  { title: "event" },
  { title: "count", align: "right" },
  { title: "first" },
  { title: "last" },
] as const;
const rows = [
  ["runner_start", "1,234", "2026-06-01 00:01", "2026-06-30 23:58"],
  ["runner_stop", "12", "2026-06-01 00:01", "2026-06-30 23:58"],
];

it("a table that fits is as it would be anyway", () => {
  expect(fitTable(columns, rows, 60)).toBe(formatTable(columns, rows));
});

it("columns that do not fit follow below, after the first one again", () => {
  expect(fitTable(columns, rows, 40)).toBe(
    `event         count             first
runner_start  1,234  2026-06-01 00:01
runner_stop      12  2026-06-01 00:01

event                     last
runner_start  2026-06-30 23:58
runner_stop   2026-06-30 23:58
`
      .replaceAll("             first", "  first")
      .replaceAll("                     last", "         last"),
  );
});

it("all columns that name a row are there again", () => {
  const gauges = [
    { title: "count of" },
    { title: "flavor" },
    ...["last", "least", "most"].map((title) => ({ title, align: "right" as const })),
  ];
  expect(fitTable(gauges, [["idle_runners", "small", "1", "2", "3"]], 30)).toBe(`count of      flavor  last
idle_runners  small      1

count of      flavor  least
idle_runners  small       2

count of      flavor  most
idle_runners  small      3
`);
});

it("names that are too long are broken, at spaces if there are some", () => {
  expect(
    fitTable([{ title: "workflow" }, { title: "n", align: "right" }], [["Integration tests (postgres)", "7"]], 20),
  ).toBe(
    `workflow           n
Integration tests  7
(postgres)
`,
  );
  expect(fitTable([{ title: "" }, { title: "n", align: "right" }], [["a".repeat(30), "7"]], 20)).toBe(
    `                   n
${"a".repeat(17)}  7
${"a".repeat(13)}
`,
  );
});

it("no line is wider than asked for, and nothing is lost", () => {
  const random = seededRandom(printedSeed("fit-table"));
  const letters = ["a", "b", "é", "漢", "-", " ", "\u001b", "\n"];
  const text = (most: number): string =>
    Array.from({ length: below(random, most) }, () => letters[below(random, letters.length)]).join("");
  for (let round = 0; round < 300; round++) {
    const width = 40 + below(random, 60);
    const someColumns = Array.from({ length: 1 + below(random, 7) }, () => ({
      title: text(12),
      align: below(random, 2) === 0 ? ("left" as const) : ("right" as const),
    }));
    const someRows = Array.from({ length: below(random, 4) }, () => someColumns.map(() => text(50)));
    const fitted = fitTable(someColumns, someRows, width);
    for (const line of fitted.split("\n")) expect(stringWidth(line)).toBeLessThanOrEqual(width);
    expect(wideLetters(fitted)).toBeGreaterThanOrEqual(wideLetters(someRows.flat().join("")));
  }
});

function wideLetters(text: string): number {
  return text.split("漢").length - 1;
}
