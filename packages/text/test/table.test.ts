import { expect, it } from "vitest";
import { formatTable, hang, markdownTable, wrap } from "../src/index.js";

it("tables have no space after the last word of a line", () => {
  const table = formatTable(
    [{ title: "a" }, { title: "count", align: "right" }, { title: "text" }],
    [["äö", "7", ""], ["b"]],
  );
  expect(table).toBe("a   count  text\näö      7\nb\n");
});

it("characters that a terminal shows two columns wide align with others", () => {
  const rows = [
    ["日本語", "1"],
    ["🚀", "22"],
    ["plain", "4"],
  ];
  expect(formatTable([{ title: "name" }, { title: "count", align: "right" }], rows.slice(0, 2))).toBe(
    "name    count\n日本語      1\n🚀         22\n",
  );
  expect(formatTable([{ title: "name" }, { title: "n" }], rows.slice(2))).toBe("name   n\nplain  4\n");
});

it("words longer than the line are not broken, and wide ones count twice", () => {
  expect(wrap("one two threefourfive six", 8, "  ")).toBe("  one\n  two\n  threefourfive\n  six");
  expect(wrap("日本 日本", 8)).toBe("日本\n日本");
});

it("an explanation begins beside its term, or below a term that is too long", () => {
  expect(hang("-a", "one two", 6, 10)).toBe("-a    one\n      two");
  expect(hang("--long", "one", 6, 20)).toBe("--long      one");
});

it("a cell of Markdown cannot end its row or its table", () => {
  expect(markdownTable([{ title: "a|b" }, { title: "n", align: "right" }], [["x\n| y |", "-5"]])).toBe(
    "| a\\|b | n |\n| --- | ---: |\n| x\\\\u000a\\| y \\| | -5 |\n",
  );
});
