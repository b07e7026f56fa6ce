import { Writable } from "node:stream";
// @ts-expect-error It has no types.
import bunyan from "bunyan";
import pino from "pino";
import winston from "winston";

/** A request to a web shop, and what comes of it: what the loggers are given, as level, message and fields. */
type Entry = readonly [level: "info" | "warn" | "error", message: string, fields: object];

function entries(requests: number): Entry[] {
  return Array.from({ length: requests }, (_, index) => index).flatMap((index): Entry[] => [
    [
      "info",
      "request completed",
      {
        req: { id: index, method: index % 3 === 0 ? "POST" : "GET", url: `/orders/${index}` },
        res: { statusCode: 200 },
        responseTime: index % 40,
      },
    ],
    [
      "info",
      "Order placed",
      {
        orderId: `3f2504e0-4f89-41d3-9a0c-${String(index).padStart(12, "0")}`,
        amount_eur: index + 0.5,
        items: [{ sku: `a-${index}`, quantity: 1 + (index % 3) }],
      },
    ],
    ...(index % 5 === 0
      ? [["warn", "payment retried", { attempt: 1 + (index % 2), delayMs: 250, token: "hunter" }] as const]
      : []),
    ...(index % 9 === 0 ? [["error", "payment failed", { err: new Error(`card ${index} refused`) }] as const] : []),
  ]);
}

function collector(lines: string[]): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      lines.push(
        ...String(chunk)
          .split("\n")
          .filter((line) => line !== ""),
      );
      done();
    },
  });
}

function pinoLines(requests: number): string[] {
  const lines: string[] = [];
  const logger = pino(collector(lines));
  for (const [level, message, fields] of entries(requests)) logger[level](fields, message);
  return lines;
}

function winstonLines(requests: number): string[] {
  const lines: string[] = [];
  const { combine, timestamp, errors, json } = winston.format;
  const logger = winston.createLogger({
    format: combine(errors({ stack: true }), timestamp(), json()),
    transports: [new winston.transports.Stream({ stream: collector(lines) })],
  });
  for (const [level, message, fields] of entries(requests)) logger.log({ level, message, ...fields });
  return lines;
}

function bunyanLines(requests: number): string[] {
  const lines: string[] = [];
  const logger = bunyan.createLogger({ name: "shop", stream: collector(lines) });
  for (const [level, message, fields] of entries(requests)) logger[level](fields, message);
  return lines;
}

/** The lines that loggers write with their usual settings, by the name of the logger. */
export const loggerLines: Readonly<Record<"pino" | "winston" | "bunyan", (requests: number) => string[]>> = {
  pino: pinoLines,
  winston: winstonLines,
  bunyan: bunyanLines,
};
