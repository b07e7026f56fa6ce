import { describe, expect, it } from "vitest";
import type { InferError, InferOptions } from "../../src/index.js";
import { inferLines, refusedLines } from "../support/infer-lines.js";

function linesOf(make: (index: number) => object, length = 40): string[] {
  return Array.from({ length }, (_, index) => JSON.stringify(make(index)));
}

const ms = 1_719_900_000_250;

describe("the fields of the envelope", () => {
  it.each<[string, (index: number) => object, InferOptions, object]>([
    [
      "this project",
      (index) => ({ timestamp: index, event: "a" }),
      {},
      { eventField: "event", timeField: "timestamp", timeKind: "s", isIdentity: true },
    ],
    [
      "CloudEvents",
      (index) => ({
        specversion: "1.0",
        id: `${index}`,
        source: "/shop",
        type: "com.acme.order.placed",
        time: "2026-07-02T06:00:00Z",
        data: { n: index },
      }),
      {},
      {
        eventField: "type",
        timeField: "time",
        timeKind: "date-time",
        names: [{ inLog: "com.acme.order.placed", event: "com_acme_order_placed" }],
      },
    ],
    [
      "structlog",
      (index) => ({
        event: index % 2 === 0 ? "User logged in" : "user logged out",
        timestamp: "2026-07-02T06:00:00.25+02:00",
        level: "info",
      }),
      {},
      { eventField: "event", timeField: "timestamp", timeKind: "date-time", isIdentity: true },
    ],
    [
      "milliseconds in timestamp",
      (index) => ({ timestamp: ms + index, event: "a" }),
      {},
      { timeField: "timestamp", timeKind: "ms", isIdentity: true },
    ],
    [
      "a choice",
      (index) => ({ ts: ms * 1000, at: "2026-07-02T06:00:00Z", what: `kind ${index % 3}` }),
      { eventField: "what", timeField: "at" },
      { eventField: "what", timeField: "at", timeKind: "date-time" },
    ],
    [
      "this project, with many events",
      (index) => ({ timestamp: index, event: `event_${index % 15}` }),
      {},
      { eventField: "event", isIdentity: true },
    ],
    [
      "no name",
      () => ({ ts: ms, value: 1.5 }),
      {},
      { eventField: undefined, timeField: "ts", names: [{ inLog: "log_line", event: "log_line" }] },
    ],
    [
      "messages that are no names",
      (index) => ({ time: ms, msg: `took ${index} steps` }),
      {},
      { eventField: undefined },
    ],
    ["a time of another name", () => ({ happened: ms, event: "a" }), {}, { timeField: "happened", timeKind: "ms" }],
    [
      "names beside those of the envelope",
      () => ({ timestamp: "yesterday", event: { nested: 1 }, time: ms, type: "a" }),
      {},
      { eventField: "type", timeField: "time" },
    ],
    [
      "the program's name beside that of the event",
      (index) => ({ time: ms, name: "shop", msg: index % 2 === 0 ? "one" : "two" }),
      {},
      { eventField: "msg" },
    ],
  ])("are found: %s", async (_, make, options, expected) => {
    const lines = linesOf(make);
    const proposal = await inferLines(lines, options);
    expect(proposal.mapping).toMatchObject(expected);
    expect(proposal.leftOut).toEqual([]);
    expect(refusedLines(proposal, lines)).toEqual([]);
  });

  it.each<[InferError["code"], (index: number) => object, InferOptions, string]>([
    [
      "ambiguous-event-field",
      (index) => ({ time: ms, type: index % 2 === 0 ? "x" : "y", name: index % 3 === 0 ? "a" : "b" }),
      {},
      'several fields could name the event: "type" (40 of 40 lines, 2 names) and "name" (40 of 40 lines, 2 names); choose one',
    ],
    [
      "ambiguous-time-field",
      () => ({ time: ms, ts: ms, event: "x" }),
      {},
      'several fields could hold the time of a line: "time" (40 of 40 lines) and "ts" (40 of 40 lines); choose one',
    ],
    [
      "unknown-event-field",
      () => ({ time: ms, event: "x" }),
      { eventField: "evnt" },
      '"evnt" cannot name the event: in the first 40 lines, it is not there; the fields are "time" and "event"',
    ],
    [
      "unknown-event-field",
      () => ({ time: ms, event: "x", n: 1 }),
      { eventField: "n" },
      '"n" cannot name the event: in the first 40 lines, it never holds text',
    ],
    [
      "unknown-time-field",
      () => ({ time: ms, event: "x" }),
      { timeField: "event" },
      '"event" cannot hold the time of a line: in the first 40 lines, it never holds a number, or a date with time and zone',
    ],
    ["no-time-field", () => ({ event: "x" }), {}, "no field holds the time of a line"],
  ])("are asked for: %s", async (code, make, options, message) => {
    const promise = inferLines(linesOf(make), options);
    await expect(promise).rejects.toMatchObject({ name: "InferError", code });
    await expect(promise).rejects.toThrow(message);
  });

  it("are not found where the chosen field has too many values", async () => {
    const lines = linesOf((index) => ({ time: ms, msg: `request ${index}` }), 1200);
    await expect(inferLines(lines, { eventField: "msg" })).rejects.toMatchObject({ code: "too-many-events" });
  });

  it("may name more events in this project's envelope than in others", async () => {
    const lines = linesOf(
      (index) => ({ timestamp: index, event: `event_${index % 300}`, type: `t ${index % 300}` }),
      900,
    );
    const { mapping, rivals, events } = await inferLines(lines);
    expect({ field: mapping.eventField, rivals, events: events.length }).toEqual({
      field: "event",
      rivals: [],
      events: 300,
    });
  });

  it("have rivals that are named", async () => {
    const lines = linesOf((index) => ({ timestamp: index, event: "a", type: index % 2 === 0 ? "x" : "y" }));
    const { mapping, rivals } = await inferLines(lines);
    expect({ field: mapping.eventField, rivals }).toEqual({
      field: "event",
      rivals: [{ role: "event", field: "type", usable: 40, lines: 40 }],
    });
  });
});
