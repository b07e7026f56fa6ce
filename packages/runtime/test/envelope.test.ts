import { describe, expect, it } from "vitest";
import {
  createCatalogue,
  defineEvent,
  type Envelope,
  eventNameIn,
  eventTimeIn,
  secondsOf,
  timeValueOf,
} from "../src/index.js";

const validate = (): boolean => true;

/** An event that takes everything. */
function define(eventName: string, envelope?: Envelope) {
  return defineEvent<object>({
    eventName,
    typeName: "Anything",
    description: "Anything.",
    fields: [],
    ...(envelope === undefined ? {} : { envelope }),
    compiled: {
      contract: () => ({}),
      writer: validate,
      reader: validate,
      copy: undefined,
      construct: undefined,
      stringify: JSON.stringify,
      encode: undefined,
      scanner: undefined,
    },
  });
}

const inMilliseconds: Envelope = { nameField: "msg", timeField: "time", timeKind: "ms" };

describe("an envelope", () => {
  it.each([
    ["s", 1_719_900_000.25],
    ["ms", 1_719_900_000_250],
    ["us", 1_719_900_000_250_000],
    ["ns", 1_719_900_000_250_000_000],
    ["date-time", "2024-07-02T06:00:00.250Z"],
  ] as const)("has its time in %s", (kind, value) => {
    expect(timeValueOf(1_719_900_000.25, kind)).toBe(value);
    expect(secondsOf(value, kind)).toBeCloseTo(1_719_900_000.25, 6);
  });

  it("takes no value of another kind for a time", () => {
    expect(secondsOf("1719900000", "s")).toBeUndefined();
    expect(secondsOf(1_719_900_000, "date-time")).toBeUndefined();
    expect(secondsOf(null, "ms")).toBeUndefined();
    expect(timeValueOf(1e12, "date-time")).toBeUndefined();
  });

  it("finds name and time in its fields, and in no inherited one", () => {
    const data = { msg: "Order placed", time: 1500, event: "x", timestamp: 7 };
    expect([eventNameIn(data, inMilliseconds), eventTimeIn(data, inMilliseconds)]).toEqual(["Order placed", 1.5]);
    expect(eventNameIn({}, { ...inMilliseconds, nameField: "toString" })).toBeUndefined();
    expect(eventNameIn("text", inMilliseconds)).toBeUndefined();
  });

  it("is that of the catalogue, which finds events by it", () => {
    const catalogue = createCatalogue([define("Order placed", inMilliseconds), define("order.paid", inMilliseconds)]);
    expect(catalogue.envelope).toEqual(inMilliseconds);
    expect(catalogue.is({ msg: "order.paid" })).toBe(true);
    expect(catalogue.check({ event: "order.paid" }, "reader")).toMatchObject([
      { code: "unknown-event", pointer: "/msg" },
    ]);
  });

  it("is one for all events of a catalogue", () => {
    expect(() => createCatalogue([define("a", inMilliseconds), define("b")])).toThrow("different fields");
  });
});
