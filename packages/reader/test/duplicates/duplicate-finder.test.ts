import { catalogue } from "@metric-events/core";
import { seededRandom } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { countEvents, DuplicateFinder, type Duplicates, duplicateText, judgeLogs, streamLog } from "../../src/index.js";

const line = (time: number, flavor = "small"): string =>
  `{"timestamp":${time},"event":"runner_installed","flavor":"${flavor}","duration":1}`;

/** What is found in logs, and the lines that count, as file:line. */
async function found(
  logs: Readonly<Record<string, string>>,
  windowLines?: number,
): Promise<Duplicates & { readonly repeated: readonly string[] }> {
  const finder = new DuplicateFinder(windowLines);
  const repeated: string[] = [];
  let lines: ReadonlySet<number> = new Set();
  await judgeLogs(
    Object.entries(logs).map(([name, text]) => streamLog(chunksOf(text), name)),
    {
      catalogue,
      sink: countEvents(),
      once: {
        finder,
        without(result, numbers) {
          lines = numbers;
          return result;
        },
      },
      onResult(_, { file, linesBefore }) {
        for (const number of lines) repeated.push(`${file}:${linesBefore + number}`);
        lines = new Set();
      },
    },
  );
  return { ...finder.found, repeated };
}

async function* chunksOf(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 5000) yield bytes.subarray(at, at + 5000);
}

it("finds nothing in lines that differ, however little", async () => {
  const lines = [
    line(1),
    line(1, "smalk"),
    line(1.5),
    line(2),
    ` ${line(2)}`,
    `${line(1)} `,
    line(1).replace(":", ": "),
  ];
  expect(await found({ "<stdin>": lines.join("\n") })).toMatchObject({ count: 0, ranges: [], span: undefined });
});

it("finds a repeated line, a repeated block and a line that stands three times, and says of which each is a repetition", async () => {
  const block = Array.from({ length: 100 }, (_, index) => line(1000 + index));
  const { count, ranges, rangeCount, span } = await found({
    "<stdin>": [line(1), line(2), line(1), "bad", ...block, "", ...block.slice(10, 60), line(1)].join("\n"),
  });
  expect({ count, rangeCount, span }).toEqual({ count: 52, rangeCount: 3, span: { first: 1, last: 1059 } });
  expect(ranges.map(duplicateText)).toEqual([
    "<stdin>:3 repeats line 1",
    "<stdin>:106-155 repeat lines 15-64",
    "<stdin>:156 repeats line 1",
  ]);
});

it("joins lines that two writers wrote", async () => {
  const lines = Array.from({ length: 60 }, (_, index) => [line(index), line(index)]).flat();
  const { ranges } = await found({ "<stdin>": lines.join("\n") });
  expect(ranges.map(duplicateText)).toEqual(["60 of <stdin>:2-120 repeat lines 1-119"]);
});

it("joins lines that bad and blank lines are between", async () => {
  const { ranges } = await found({ "<stdin>": [line(1), "", line(2), line(1), "bad", line(2)].join("\n") });
  expect(ranges).toEqual([
    { file: "<stdin>", from: 4, to: 6, lines: 2, original: { file: "<stdin>", from: 1, to: 3 } },
  ]);
});

it("takes a line for the same with either line end, and as the last one without any", async () => {
  expect(await found({ "<stdin>": `${line(1)}\r\n${line(1)}\n${line(1)}` })).toMatchObject({ count: 2 });
});

it("takes a line for the same whether it is scanned or parsed, with a byte order mark or without, and beside lines that are not UTF-8", async () => {
  const python = line(1).replaceAll(":", ": ").replaceAll(",", ", ");
  const canonical = Array.from({ length: 60 }, (_, index) => line(100 + index)).join("\n");
  // Blanks are looked for in the first lines only: later ones in the other form are parsed.
  const text = `\ufeff${python}\n${canonical}\n${canonical}\n${python}\n`;
  expect(await found({ "<stdin>": text })).toMatchObject({ count: 61 });
});

it("shows a bounded number of ranges", async () => {
  const lines = Array.from({ length: 60 }, (_, index) => line(index));
  const { count, ranges, rangeCount } = await found({ "<stdin>": [...lines, ...lines.toReversed()].join("\n") });
  expect([count, ranges.length, rangeCount]).toEqual([60, 20, 60]);
});

it.each([1, 2, 3])("finds exactly what a set of all lines finds, in any order of times (seed %i)", async (seed) => {
  const random = seededRandom(seed);
  const lines: string[] = [];
  for (let index = 0; index < 3000; index++) {
    const isRepeated = index > 0 && random() < 0.1;
    const time = random() < 0.01 ? 9e8 * random() : Math.floor(1e9 + index - random() * 20);
    lines.push(isRepeated ? (lines[Math.floor(random() * index)] as string) : line(time, `f${index % 7}`));
  }
  const seen = new Set<string>();
  const expected = lines.flatMap((each, index) => {
    if (seen.has(each)) return [`<stdin>:${index + 1}`];
    seen.add(each);
    return [];
  });
  expect(expected.length).toBeGreaterThan(100);
  expect((await found({ "<stdin>": lines.join("\n") })).repeated).toEqual(expected);
});

it("compares a line with as many lines before it as it promises, and forgets older ones", async () => {
  const count = 140_000;
  const many = Array.from({ length: count }, (_, index) => line(index));
  const text = [...many, line(count - 65_000), line(0)].join("\n");
  expect((await found({ "<stdin>": text }, 65_535)).repeated).toEqual([`<stdin>:${count + 1}`]);
  expect((await found({ "<stdin>": text }, count)).repeated).toEqual([`<stdin>:${count + 1}`, `<stdin>:${count + 2}`]);
});
