import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { type LastLinesOptions, LogError, type LogFile, type LogLine, lastLines, streamLog } from "../../src/index.js";

const numbered = Array.from({ length: 1000 }, (_, index) => `line ${index + 1}`);
const text = `${numbered.join("\n")}\n`;

it("the last lines of a plain file, a compressed one and a stream are the same", async () => {
  for (const log of [plain(text), compressed(text), streamLog(once(text))]) {
    expect(await textsOf(log, { count: 2 })).toEqual(["line 999", "line 1000"]);
  }
});

it("only wanted lines count, and a plain file goes on from the first of them", async () => {
  expect(await textsOf(compressed(text), { count: 2, isWanted: endsInHundred })).toEqual(["line 900", "line 1000"]);
  const fromPlain = await textsOf(plain(text), { count: 2, isWanted: endsInHundred });
  expect(fromPlain).toHaveLength(101);
  expect(fromPlain[0]).toBe("line 900");
});

it("more lines than there are is all of them, and none is none", async () => {
  expect(await textsOf(plain(text), { count: 5000 })).toHaveLength(1000);
  expect(await textsOf(plain(text), { count: 0 })).toEqual([]);
  expect(await textsOf(plain(""), { count: 3 })).toEqual([]);
});

it("where the end cannot be read, the last lines before it come first, and then the error", async () => {
  const log = compressed(text);
  truncateSync(log.path ?? "", gzipSync(text).length - 9);
  const seen: string[] = [];
  const reading = async (): Promise<void> => {
    for await (const line of lastLines(log, { count: 1 })) seen.push(line.kind === "text" ? line.text : line.kind);
  };
  await expect(reading()).rejects.toThrow(LogError);
  expect(seen).toEqual(["line 1000"]);
});

function endsInHundred(line: LogLine): boolean {
  return line.kind === "text" && line.text.endsWith("00");
}

function plain(content: string): LogFile {
  return fileOf("metrics.log", content);
}

function compressed(content: string): LogFile {
  return fileOf("metrics.log.gz", gzipSync(content));
}

function fileOf(name: string, content: string | Uint8Array): LogFile {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return { name, path };
}

async function textsOf(log: LogFile, options: LastLinesOptions): Promise<string[]> {
  const texts: string[] = [];
  for await (const line of lastLines(log, options)) texts.push(line.kind === "text" ? line.text : line.kind);
  return texts;
}

async function* once(content: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(content);
}
