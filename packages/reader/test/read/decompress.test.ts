import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { LogError } from "../../src/log-error.js";
import { decompressed } from "../../src/read/decompress.js";

// zstd -19 --check and zstd, version 1.5.4.
const zstdFrames = [
  Buffer.from("KLUv/QRoQQAAb25lCnR3bwrmpg5A", "base64"),
  Buffer.from("KLUv/QRYWQAAdGhyZWUKZm91cgon6Zu4", "base64"),
] as const;
const skippableFrame = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 2]);
const gzipMembers = [gzipSync("one\ntwo\n"), gzipSync("three\nfour\n")] as const;
const text = "one\ntwo\nthree\nfour\n";

it.each([
  ["gzip", Buffer.concat(gzipMembers)],
  ["zstd", Buffer.concat(zstdFrames)],
  ["zstd with a skippable frame", Buffer.concat([skippableFrame, ...zstdFrames])],
  ["plain", Buffer.from(text)],
])("several parts of %s are one log, however they are cut into chunks", async (_, bytes) => {
  for (const size of [1, 3, 10, 1000]) expect(await decode(bytes, size)).toEqual({ text, error: undefined });
});

it("a zstd frame that asks for gigabytes of memory is refused before they are allocated", async () => {
  const [first, second] = zstdFrames;
  const huge = Buffer.from(second);
  // Without its own segment, the byte after the descriptor is the window: 2 ** (10 + 21) bytes.
  huge[4] = 0x04;
  huge[5] = 21 << 3;
  for (const size of [1, 1000]) {
    const { text: before, error } = await decode(Buffer.concat([first, skippableFrame, huge]), size);
    expect(error?.code).toBe("unreadable");
    expect(error?.message).toBe(
      "the zstd data needs a window of 2.1 GB, more than the 134 MB allowed; decompress it with zstd -d --long=31",
    );
    expect("one\ntwo\n".startsWith(before)).toBe(true);
  }
});

describe("a large window of zstd", () => {
  const windowLog = 27;
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, (windowLog - 10) << 3]);

  it("costs nothing for blocks that are tiny, or empty", async () => {
    const blocks = 20_000;
    const raw = Array.from({ length: blocks }, (_, index) => [
      block(0, 1, Buffer.from(index % 2 === 0 ? "a" : "\n")),
      block(0, 0, Buffer.alloc(0)),
    ]).flat();
    const end = block(1, 0, Buffer.alloc(0));
    // 40,000 blocks: to move the window for each took twenty minutes.
    const { text: decoded, error } = await decode(Buffer.concat([header, ...raw, end]), 64 * 1024);
    expect(error).toBeUndefined();
    expect(decoded).toBe("a\n".repeat(blocks / 2));
  });

  it("costs nothing for frames of one block", async () => {
    const frame = Buffer.concat([header, block(1, 2, Buffer.from("a\n"))]);
    const { text: decoded, error } = await decode(Buffer.concat(Array.from({ length: 2000 }, () => frame)), 64 * 1024);
    expect({ error, length: decoded.length }).toEqual({ error: undefined, length: 4000 });
  });
});

it("nothing is no log of any encoding", async () => {
  expect(await decode(Buffer.alloc(0), 1)).toEqual({ text: "", error: undefined });
  expect(await decode(Buffer.from("\n"), 1)).toEqual({ text: "\n", error: undefined });
});

it.each([
  ["gzip", gzipMembers],
  ["zstd", zstdFrames],
])("%s that is cut anywhere hands on what came before", async (name, [first, second]) => {
  for (let length = 4; length < second.length; length++) {
    const cut = Buffer.concat([first, second.subarray(0, length)]);
    const { text: before, error } = await decode(cut, 7);
    expect(error?.code, `cut at ${length}`).toBe("cut-short");
    expect(error?.message).toBe(`the ${name} data ends too early`);
    expect(text.startsWith(before) && before.startsWith("one\ntwo\n"), `cut at ${length}: ${before}`).toBe(true);
  }
});

it("all that can be decoded of a large gzip file that was cut is handed on", async () => {
  const lines = Array.from(
    { length: 200_000 },
    (_, index) => `line ${index} ${(index * 2_654_435_761) % 4_294_967_296}\n`,
  );
  const whole = lines.join("");
  const compressed = gzipSync(whole);
  const { text: before, error } = await decode(compressed.subarray(0, compressed.length - 9), 64 * 1024);
  expect(error?.code).toBe("cut-short");
  expect(before).toBe(whole);
});

it("damaged data says so, after what came well before", async () => {
  const whole = numberedLines(100_000);
  const gzip = gzipSync(whole);
  gzip.fill(0xff, gzip.length >> 1, (gzip.length >> 1) + 1000);
  const { text: before, error } = await decode(gzip, 64 * 1024);
  expect(error?.code).toBe("corrupt");
  expect(before.length).toBeGreaterThan(whole.length / 3);
  expect(whole.startsWith(before.slice(0, whole.length / 3))).toBe(true);

  // The block of the second frame is of a type that does not exist.
  const zstd = Buffer.concat(zstdFrames);
  zstd[zstdFrames[0].length + 6] = 0x5f;
  expect(await decode(zstd, 1000)).toMatchObject({ text: "one\ntwo\n", error: { code: "corrupt" } });
});

it("what follows gzip data is reported, after everything in it", async () => {
  const gzip = Buffer.concat(gzipMembers);
  for (const [what, tail, message] of [
    ["zero bytes", Buffer.alloc(1), "zero bytes follow the gzip data; they were ignored"],
    ["many zero bytes", Buffer.alloc(100_000), "zero bytes follow the gzip data; they were ignored"],
    ["half a magic number", Buffer.from([0x1f]), "something else follows the gzip data; it was ignored"],
    ["a plain line", Buffer.from("{}\n"), "something else follows the gzip data; it was ignored"],
    ["garbage after zeros", Buffer.from([0, 0, 0, 7]), "something else follows the gzip data; it was ignored"],
  ] as const) {
    for (const size of [1, 5, gzip.length, 64 * 1024]) {
      const decoded = await decode(Buffer.concat([gzip, tail]), size);
      expect(decoded, `${what}, in chunks of ${size}`).toMatchObject({
        text,
        error: { code: "trailing-data", message },
      });
    }
  }
});

it.each([
  ["checksum", 8, "incorrect data check"],
  ["length", 4, "incorrect length check"],
])("gzip data with a wrong %s is damaged, after everything in it", async (_, fromEnd, reason) => {
  const gzip = gzipSync(text);
  gzip[gzip.length - fromEnd] = (gzip[gzip.length - fromEnd] as number) ^ 1;
  expect(await decode(gzip, 1000)).toMatchObject({
    text,
    error: { code: "corrupt", message: `the gzip data is damaged: ${reason}` },
  });
});

it("all optional parts of a gzip header are skipped", async () => {
  const plain = gzipSync(text);
  const withParts = Buffer.concat([
    plain.subarray(0, 3),
    Buffer.from([0x02 | 0x04 | 0x08 | 0x10]),
    plain.subarray(4, 10),
    Buffer.from([3, 0, 1, 2, 3]),
    Buffer.from("name\0a comment\0"),
    Buffer.from([0, 0]),
    plain.subarray(10),
  ]);
  for (const size of [1, 7, 1000]) expect(await decode(withParts, size)).toEqual({ text, error: undefined });
});

it.each([
  ["xz", Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00, 0x00])],
  ["bzip2", Buffer.from("BZh91AY&SY")],
  ["lz4", Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x64])],
])("a log that is compressed with %s is named as unreadable, with what to do", async (name, bytes) => {
  expect(await decode(bytes, 3)).toMatchObject({
    text: "",
    error: {
      code: "unreadable",
      message: `compressed with ${name}, which is not supported; pipe it in from ${name} -dc`,
    },
  });
});

function block(isLast: 0 | 1, size: number, content: Buffer): Buffer {
  const head = (size << 3) | isLast;
  return Buffer.concat([Buffer.from([head & 0xff, (head >> 8) & 0xff, head >> 16]), content]);
}

function numberedLines(count: number): string {
  return Array.from({ length: count }, (_, index) => `line ${index} ${(index * 2_654_435_761) % 4_294_967_296}\n`).join(
    "",
  );
}

async function decode(bytes: Buffer, size: number): Promise<{ text: string; error: LogError | undefined }> {
  const parts: Buffer[] = [];
  try {
    for await (const chunk of decompressed(chunksOf(bytes, size))) parts.push(Buffer.from(chunk));
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    return { text: Buffer.concat(parts).toString(), error };
  }
  return { text: Buffer.concat(parts).toString(), error: undefined };
}

/** Chunks of one buffer that is used again, as readers of files do. */
async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.alloc(size);
  for (let start = 0; start < bytes.length; start += size) {
    const length = bytes.copy(buffer, 0, start, start + size);
    yield buffer.subarray(0, length);
    buffer.fill(0xaa);
  }
}
