import { below, printedSeed, seededRandom } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { type CutLines, LineCutter } from "../../src/source/line-cutter.js";

const limits = { maxLines: 3, maxBytes: 40, maxLineBytes: 60 };

function cut(chunks: readonly string[]): readonly CutLines[] {
  const cutter = new LineCutter(limits);
  const found: CutLines[] = [];
  const keep = (lines: CutLines): void => void found.push({ ...lines, bytes: Buffer.from(lines.bytes) });
  for (const chunk of chunks) for (const lines of cutter.push(Buffer.from(chunk))) keep(lines);
  for (const lines of cutter.end()) keep(lines);
  return found;
}

const textOf = ({ bytes }: CutLines): string => Buffer.from(bytes).toString();

describe("LineCutter", () => {
  it("cuts whole lines, at most as many lines and bytes as allowed", () => {
    expect(cut(["a\nb\nc\nd\n"]).map(textOf)).toEqual(["a\nb\nc\n", "d\n"]);
    const long = `${"x".repeat(30)}\n`;
    expect(cut([`a\n${long}${long}`]).map(textOf)).toEqual([`a\n${long}`, long]);
  });

  it("keeps blank lines, and the last line without its newline apart", () => {
    expect(cut(["\n\na\nb"]).map((each) => [textOf(each), each.lineCount])).toEqual([
      ["\n\na\n", 3],
      ["b", 1],
    ]);
  });

  it.each([1, 7, 1000])("cuts a line that is too long, and goes on after it, in chunks of %d bytes", (size) => {
    const text = `a\n${"x".repeat(500)}\nb\n`;
    const chunks = text.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
    const found = cut(chunks);
    expect(found.map(({ isCut, length }) => [isCut, length])).toEqual([
      [false, 2],
      [true, 501],
      [false, 2],
    ]);
    expect(textOf(found[1] as CutLines)).toBe("x".repeat(60));
  });

  it("hands out every byte once, in any chunks", () => {
    const seed = printedSeed("LineCutter");
    const random = seededRandom(seed);
    const pick = <Each>(values: readonly Each[]): Each => values[below(random, values.length)] as Each;
    for (let round = 0; round < 300; round++) {
      const text = Array.from({ length: 60 }, () => pick(["a", "bc", "\n", "\n", "x".repeat(25)])).join("");
      const chunks: string[] = [];
      for (let at = 0; at < text.length; ) {
        const size = pick([1, 2, 5, 30]);
        chunks.push(text.slice(at, at + size));
        at += size;
      }
      const found = cut(chunks);
      expect(
        found.reduce((sum, { length }) => sum + length, 0),
        `seed ${seed}`,
      ).toBe(text.length);
      for (const each of found) {
        if (each.isCut) continue;
        expect(each.bytes.length, `seed ${seed}`).toBe(each.length);
        expect(each.lineCount, `seed ${seed}`).toBeLessThanOrEqual(limits.maxLines);
      }
      if (found.every(({ isCut }) => !isCut)) expect(found.map(textOf).join(""), `seed ${seed}`).toBe(text);
    }
  });
});
