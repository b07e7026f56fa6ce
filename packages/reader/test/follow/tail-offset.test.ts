import { closeSync, ftruncateSync, openSync, writeFileSync, writeSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { below, installedLine, seededRandom, temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { findTailOffset } from "../../src/follow/tail-offset.js";
import type { LogLine } from "../../src/line/line.js";

it("reading backwards finds what reading forwards finds, for lines around the size of a block", async () => {
  const seed = 11;
  const random = seededRandom(seed);
  const path = join(temporaryFolder(), "metrics.log");
  for (let round = 0; round < 150; round++) {
    const lengths = Array.from({ length: below(random, 12) }, () => below(random, random() < 0.3 ? 200_000 : 40));
    const lines = lengths.map((length) => (random() < 0.5 ? "a" : "b").repeat(length));
    const text = lines.join("\n") + (random() < 0.5 ? "\n" : "");
    const count = below(random, 5);
    const countsUnterminated = random() < 0.5;
    writeFileSync(path, text);
    const handle = await open(path);
    const found = await findTailOffset(handle, text.length, { count, isWanted, countsUnterminated });
    await handle.close();
    expect(found, `seed ${seed}, round ${round}`).toBe(expected(text, count, countsUnterminated));
  }
});

function isWanted(line: LogLine): boolean {
  return line.kind === "text" && line.text.startsWith("a");
}

/** Where the last `count` lines that begin with an a begin. */
function expected(text: string, count: number, countsUnterminated: boolean): number {
  const behindLast = text.lastIndexOf("\n") + 1;
  let left = count;
  if (countsUnterminated && text[behindLast] === "a") left--;
  // At 1, only the newline at 0 is before; lastIndexOf would take a negative position for 0 and find it for ever.
  for (let start = behindLast; ; start = start < 2 ? 0 : text.lastIndexOf("\n", start - 2) + 1) {
    if (start !== behindLast && text[start] === "a") left--;
    if (left <= 0 || start === 0) return start;
  }
}

it("of a file of 2 GB only the end is read", async () => {
  const path = join(temporaryFolder(), "metrics.log");
  const file = openSync(path, "w");
  ftruncateSync(file, 2 ** 31);
  writeSync(file, `\n${`${installedLine(1)}\n`.repeat(50)}`, 2 ** 31);
  closeSync(file);
  const handle = await open(path);
  let bytes = 0;
  const counting: Pick<typeof handle, "read"> = {
    read: (buffer: Buffer, offset: number, length: number, position: number) => {
      bytes += length;
      return handle.read(buffer, offset, length, position);
    },
  } as Pick<typeof handle, "read">;
  const { size } = await handle.stat();
  const offset = await findTailOffset(counting, size, { count: 20, isWanted: () => true, countsUnterminated: true });
  await handle.close();
  expect(size - offset).toBe(20 * (installedLine(1).length + 1));
  expect(bytes).toBeLessThan(100_000);
});
