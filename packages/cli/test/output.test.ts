import { Writable } from "node:stream";
import { expect, it } from "vitest";
import { EnvironmentError, OutputClosedError } from "../src/errors.js";
import { Output } from "../src/output.js";
import { Collector } from "./support/memory-context.js";

it("small texts are gathered and written together", async () => {
  const stream = new Collector();
  const output = new Output(stream, { name: "standard output" });
  await output.print("one ");
  await output.print("two");
  expect(stream.text).toBe("");
  await output.flush();
  expect(stream.text).toBe("one two");
});

it("printing waits while the other end is slow, so that little is held", async () => {
  const slow = new SlowWritable();
  const output = new Output(slow, { name: "standard output" });
  let printed = 0;
  const printing = (async () => {
    for (; printed < 1000; printed++) await output.print("x".repeat(1024));
    await output.flush();
  })();
  for (let before = -1; before < printed; ) {
    before = printed;
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(printed).toBeGreaterThan(0);
  expect(printed).toBeLessThan(70);
  for (let done = false; !done; ) {
    slow.release();
    done = await Promise.race([
      printing.then(() => true),
      new Promise<boolean>((resolve) => setImmediate(resolve, false)),
    ]);
  }
  expect(slow.bytes).toBe(1000 * 1024);
});

it.each([
  ["EPIPE", OutputClosedError, ""],
  ["ENOSPC", EnvironmentError, "cannot write to standard output: no space left on device"],
])("%s becomes an error that says what to do with it", async (code, type, message) => {
  const errno = { EPIPE: -32, ENOSPC: -28 }[code] ?? 0;
  const output = new Output(failing(code, errno), { name: "standard output" });
  await output.print("text");
  const error: unknown = await output.flush().catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(type);
  expect(error).toMatchObject({ message });
});

it("messages about failures that cannot be written are given up", async () => {
  const output = new Output(failing("EPIPE", -32), { name: "standard error", isLenient: true });
  await output.print("text");
  await expect(output.flush()).resolves.toBeUndefined();
});

/** Takes nothing more until it is told to. */
class SlowWritable extends Writable {
  bytes = 0;
  #done: (() => void) | undefined;

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.bytes += chunk.length;
    this.#done = done;
  }

  release(): void {
    this.#done?.();
    this.#done = undefined;
  }
}

function failing(code: string, errno: number): Writable {
  return new Writable({
    write(_chunk, _encoding, done) {
      done(Object.assign(new Error(code), { code, errno }));
    },
  });
}
