import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { catalogue } from "@metric-events/core";
import { fuzz } from "@metric-events/test-support";
import { expect, it } from "vitest";
import {
  countEvents,
  diagnose,
  judgeLine,
  judgeLogs,
  LogError,
  readEvents,
  readLines,
  streamLog,
} from "../src/index.js";
import { decompressed } from "../src/read/decompress.js";

const cases = (name: string): string => fileURLToPath(new URL(`fuzz-cases/${name}`, import.meta.url));

const lines = [
  '{"timestamp":1719900000.25,"event":"runner_installed","flavor":"small","duration":1}',
  '{"timestamp": 1719900000.25, "event": "runner_start", "flavor": "a\\u00e9", "workflow": "CI", "repo": "a/b", "github_event": "push", "idle": 30.5}',
  '{"timestamp":1,"event":"runner_stop","flavor":"x","workflow":"CI","repo":"a/b","github_event":"push","status":"normal","status_info":{"code":137},"job_duration":1e3}',
  '{"timestamp":1,"event":"reconciliation","flavor":"x","crashed_runners":0,"idle_runners":4,"duration":Infinity}',
];
const words = [
  '{"',
  '":',
  "[",
  "]",
  "}",
  ",",
  "NaN",
  "-0",
  "1e999",
  "\\u",
  "\\ud800",
  "\0",
  "\n",
  "\r",
  "\ufeff",
  "\u2028",
  ...lines,
];
const seeds = [...lines, lines.join("\n")].map((line) => Buffer.from(line));

it("every line gets a judgement, and a bad one a fault within it", async () => {
  const tried = await fuzz({
    name: "lines",
    cases: cases("lines"),
    seeds,
    words,
    async attempt(input) {
      const codes = new Set<string>();
      for await (const some of readLines(streamLog(chunksOf(input, 7)))) {
        for (const line of some) {
          const judged = judgeLine(line, catalogue, "writer");
          if (judged === undefined) continue;
          if (judged.isValid) {
            codes.add(judged.event.event);
            continue;
          }
          const { faults } = diagnose(judged, catalogue, "writer");
          expect(faults.length).toBeGreaterThan(0);
          // The column of the first character is 4 after a byte order mark.
          const end = line.kind === "text" ? line.startColumn + Buffer.byteLength(line.text) : Number.POSITIVE_INFINITY;
          for (const { code, column } of faults) {
            codes.add(code);
            expect(column).toBeGreaterThan(0);
            expect(column).toBeLessThanOrEqual(end);
          }
        }
      }
      return [...codes].toSorted().join();
    },
  });
  expect(tried).toBeGreaterThanOrEqual(10);
});

it("scanning and parsing find the same events and the same bad lines", async () => {
  const tried = await fuzz({
    name: "scanners",
    cases: cases("scanners"),
    seeds,
    words,
    async attempt(input) {
      const parsed: Record<string, number> = {};
      const badLines: string[] = [];
      for await (const item of readEvents([streamLog(chunksOf(input, 1000))], { catalogue })) {
        if (item.kind === "event") parsed[item.event.event] = (parsed[item.event.event] ?? 0) + 1;
        if (item.kind === "bad-line") badLines.push(`${item.line}: ${item.faults.map(({ code }) => code).join()}`);
      }
      const scanned: Record<string, number> = {};
      const scannedBad: string[] = [];
      await judgeLogs([streamLog(chunksOf(input, 1000))], {
        catalogue,
        sink: countEvents(),
        onResult: ({ valid }) => {
          for (const [event, count] of valid) scanned[event] = (scanned[event] ?? 0) + count;
        },
        onBadLine: ({ line, faults }) => void scannedBad.push(`${line}: ${faults.map(({ code }) => code).join()}`),
      });
      expect(scanned).toEqual(parsed);
      expect(scannedBad).toEqual(badLines);
      return `${Object.keys(parsed).toSorted().join()} ${badLines.length}`;
    },
  });
  expect(tried).toBeGreaterThanOrEqual(10);
});

// zstd --check, version 1.5.4.
const zstd = Buffer.from("KLUv/QRoQQAAb25lCnR3bwrmpg5A", "base64");
const text = Buffer.from(lines.join("\n"));

it.each([
  ["gunzip", [gzipSync(text), Buffer.concat([gzipSync("one\n"), gzipSync("two\n")]), gzipSync(text, { level: 0 })]],
  ["unzstd", [zstd, Buffer.concat([zstd, Buffer.from([0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 2]), zstd])]],
])("damaged data of %s ends with an error that says so, however it is cut into chunks", async (name, compressed) => {
  const tried = await fuzz({
    name,
    cases: cases(name),
    seeds: compressed,
    async attempt(input) {
      const whole = await decoded(input, input.length);
      const pieces = await decoded(input, 5);
      // What is too large may be damaged before that is seen.
      const isCut = [whole, pieces].some(({ bytes }) => bytes.length > maxDecodedBytes);
      if (whole.code !== "unreadable" && !isCut) expect(pieces.code).toBe(whole.code);
      // A stream that was cut in other places may hand on more or less before an error.
      const [short, long] = [whole.bytes, pieces.bytes].toSorted((left, right) => left.length - right.length);
      expect(long?.subarray(0, short?.length)).toEqual(short);
      if (whole.code === "" && !isCut) expect(pieces.bytes).toEqual(whole.bytes);
      return `${whole.code} ${whole.bytes.length > 0} ${Math.min(4, whole.bytes.length >> 4)}`;
    },
  });
  expect(tried).toBeGreaterThanOrEqual(10);
});

const maxDecodedBytes = 4 * 1024 * 1024;

async function decoded(input: Buffer, size: number): Promise<{ bytes: Buffer; code: string }> {
  const parts: Uint8Array[] = [];
  let code = "";
  try {
    let length = 0;
    for await (const part of decompressed(chunksOf(input, size))) {
      parts.push(Buffer.from(part));
      length += part.length;
      // Data that repeats one byte may be thousands of times as long as it was; the beginning shows enough.
      if (length > maxDecodedBytes) break;
    }
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    code = error.code;
  }
  return { bytes: Buffer.concat(parts), code };
}

async function* chunksOf(input: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < input.length; at += size) yield input.subarray(at, at + size);
}
