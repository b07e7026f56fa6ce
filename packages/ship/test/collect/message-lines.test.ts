import { describe, expect, it } from "vitest";
import { collectedMessage } from "../../src/collect/message-lines.js";
import { headerNames } from "../../src/nats/block-message.js";
import { parsePosition } from "../../src/nats/position-text.js";
import { headers } from "../../src/vendor/nats.js";

const fingerprint = "0123456789abcdef0123456789abcdef";
const good = { host: "h1", log: "metrics.log", file: "1", fingerprint, first: "0", last: "5", linesBefore: "0" };

function message(fields: Readonly<Record<string, string>>) {
  const made = headers();
  for (const [name, value] of Object.entries(fields)) made.set(headerNames[name as keyof typeof headerNames], value);
  return { headers: made, data: Buffer.from("text\n"), seq: 7 };
}

describe("a message of a stream, which anyone who may write to it can have sent", () => {
  it("is taken when it says which lines it holds", () => {
    expect(collectedMessage(message(good))).toMatchObject({
      host: "h1",
      log: "metrics.log",
      start: 0,
      end: 5,
      sequence: 7,
    });
  });

  it.each([
    ["no host", { host: "" }],
    ["a host without end", { host: "x".repeat(2000) }],
    ["a log that is not encoded", { log: "%zz" }],
    ["no fingerprint", { fingerprint: "../../etc" }],
    ["a negative place", { first: "-1" }],
    ["a place that is no number", { last: "1e3" }],
    ["more bytes than it says", { last: "4" }],
    ["an end before its start", { first: "9" }],
    ["a number beyond all files", { file: "9".repeat(16) }],
  ])("is left out with %s", (_, change) => {
    expect(collectedMessage(message({ ...good, ...change }))).toBeUndefined();
  });

  it.each([
    ["", "nothing"],
    ["[]", "no place"],
    ["{}", "an object"],
    ['[{"number":1}]', "half a place"],
    ["[".repeat(5000), "a nest"],
    [`[${"1,".repeat(3000)}1]`, "a long list"],
  ])("has no position in %j", (text) => {
    expect(parsePosition(text)).toBeUndefined();
  });
});
