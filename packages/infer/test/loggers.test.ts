import type { SchemaObject } from "@metric-events/schema";
import { describe, expect, it } from "vitest";
import { inferLines, refusedLines, schemaOf } from "./support/infer-lines.js";
import { loggerLines } from "./support/logger-lines.js";

const envelopes = {
  pino: { eventField: "msg", timeField: "time", timeKind: "ms" },
  winston: { eventField: "message", timeField: "timestamp", timeKind: "date-time" },
  bunyan: { eventField: "msg", timeField: "time", timeKind: "date-time" },
} as const;

describe.each(["pino", "winston", "bunyan"] as const)("lines of %s", (logger) => {
  it("are events by message, whose schemas accept them as they are", async () => {
    const lines = loggerLines[logger](60);
    const proposal = await inferLines(lines);
    expect(proposal.mapping).toMatchObject({ ...envelopes[logger], isIdentity: true });
    expect(proposal.mapping.names).toEqual([
      { inLog: "Order placed", event: "order_placed" },
      { inLog: "payment failed", event: "payment_failed" },
      { inLog: "payment retried", event: "payment_retried" },
      { inLog: "request completed", event: "request_completed" },
    ]);
    expect(proposal.lines).toBe(lines.length);
    expect(refusedLines(proposal, lines)).toEqual([]);
  });

  it("get units, formats and words, and none of their values", async () => {
    const proposal = await inferLines(loggerLines[logger](60));
    const { properties: order = {} } = schemaOf(proposal, "order_placed");
    expect(order["orderId"]).toMatchObject({ type: "string", format: "uuid", kind: "identifier" });
    expect(order["amount_eur"]).toMatchObject({ type: "number", unit: "EUR", kind: "measure" });
    expect(order["items"]).toMatchObject({
      type: "array",
      items: { type: "object", required: expect.arrayContaining(["sku", "quantity"]) as string[] },
    });
    const { properties: request = {} } = schemaOf(proposal, "request_completed");
    expect(request["responseTime"]).toMatchObject({ type: "integer", unit: "ms", minimum: 0 });
    expect((request["req"] as SchemaObject).properties?.["method"]).toMatchObject({ enum: ["GET", "POST"] });
    const { properties: retry = {} } = schemaOf(proposal, "payment_retried");
    expect(retry["delayMs"]).toMatchObject({ unit: "ms" });
    expect(retry["token"]).toMatchObject({ kind: "text" });
    const written = JSON.stringify(proposal);
    for (const value of ["hunter", "3f2504e0", "/orders/", "a-1", "shop", "refused"])
      expect(written).not.toContain(value);
  });
});
