import { below, seededRandom } from "@metric-events/test-support";
import { expect, it } from "vitest";
import type { LogLine } from "../../src/line/line.js";
import { LineSplitter } from "../../src/read/line-splitter.js";

it("lines are the same however the bytes are cut into chunks", () => {
  const seed = 7;
  const random = seededRandom(seed);
  const bytes = Buffer.concat([
    Buffer.from("\ufefffirst\nsecond ä🚀\r\n\n\nfifth\n"),
    Buffer.from("bad "),
    Buffer.from([0xff, 0xfe]),
    Buffer.from("\nseventh \ufeff\0\nlast"),
  ]);
  const whole = split([bytes]);
  expect(whole).toEqual([
    "1: first (from column 4)",
    "2: second ä🚀\r",
    "3: ",
    "4: ",
    "5: fifth",
    "6: bytes 62616420fffe",
    "7: seventh \ufeff\0",
    "8: last (unterminated)",
  ]);
  for (let round = 0; round < 500; round++) {
    const chunks: Buffer[] = [];
    for (let start = 0; start < bytes.length; ) {
      const end = Math.min(bytes.length, start + 1 + below(random, 12));
      chunks.push(bytes.subarray(start, end));
      start = end;
    }
    expect(split(chunks), `seed ${seed}, round ${round}`).toEqual(whole);
  }
});

it("a chunk may be overwritten once its lines were taken", () => {
  const splitter = new LineSplitter();
  const chunk = Buffer.from("one\ntw");
  expect([...splitter.push(chunk)].map(show)).toEqual(["1: one"]);
  chunk.fill(0x78);
  expect([...splitter.push(Buffer.from("o\n"))].map(show)).toEqual(["2: two"]);
});

it("a line over the limit is skipped and counted, wherever the chunks end", () => {
  const bytes = Buffer.from(`short\n${"x".repeat(100)}\nshort\n${"y".repeat(60)}`);
  for (const size of [1, 7, 50, 1000]) {
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
      bytes.subarray(index * size, (index + 1) * size),
    );
    expect(split(chunks, 50), `chunks of ${size}`).toEqual([
      "1: short",
      "2: 100 bytes",
      "3: short",
      "4: 60 bytes (unterminated)",
    ]);
  }
});

it("nothing is held of a line over the limit", () => {
  const splitter = new LineSplitter(1024 * 1024);
  const chunk = Buffer.alloc(1024 * 1024, "x");
  const before = process.memoryUsage().arrayBuffers;
  for (let count = 0; count < 500; count++) expect([...splitter.push(chunk)]).toEqual([]);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50 * 1024 * 1024);
  expect([...splitter.push(Buffer.from("\nnext\n"))].map(show)).toEqual(["1: 524288000 bytes", "2: next"]);
});

function split(chunks: readonly Buffer[], maxBytes?: number): string[] {
  const splitter = new LineSplitter(maxBytes);
  const lines: string[] = [];
  // What a chunk completes must not depend on the chunk afterwards.
  for (const chunk of chunks) {
    const copy = Buffer.from(chunk);
    lines.push(...[...splitter.push(copy)].map(show));
    copy.fill(0x21);
  }
  return [...lines, ...[...splitter.end()].map(show)];
}

function show(line: LogLine): string {
  const end = line.isTerminated ? "" : " (unterminated)";
  switch (line.kind) {
    case "text":
      return `${line.number}: ${line.text}${line.startColumn === 1 ? "" : ` (from column ${line.startColumn})`}${end}`;
    case "not-utf8":
      return `${line.number}: bytes ${Buffer.from(line.bytes).toString("hex")}${end}`;
    case "too-long":
      return `${line.number}: ${line.byteLength} bytes${end}`;
    default:
      return line satisfies never;
  }
}
