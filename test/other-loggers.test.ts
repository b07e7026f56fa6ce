import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { bound, temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { loggerLines } from "../packages/infer/test/support/logger-lines.js";

const command = resolve("packages/cli/dist/main.js");

function cloudEvents(orders: number): string[] {
  const types = ["com.shop.order.placed", "com.shop.order.shipped"] as const;
  return Array.from({ length: 2 * orders }, (_, index) =>
    JSON.stringify({
      specversion: "1.0",
      id: `e-${index}`,
      source: "/shop",
      type: types[index % 2],
      time: new Date(1_719_900_000_250 + index).toISOString(),
      data: { amount_eur: index + 0.5 },
    }),
  );
}

interface OtherLog {
  readonly lines: readonly string[];
  readonly nameField: string;
  readonly timeField: string;
  readonly kind: string;
  /** The constructor of one of the events, and its name in SQL. */
  readonly type: string;
  readonly view: string;
  readonly eventName: string;
}

const order = { type: "OrderPlaced", view: "order_placed", eventName: "Order placed" };
const logs: Readonly<Record<string, OtherLog>> = {
  pino: { lines: loggerLines.pino(40), nameField: "msg", timeField: "time", kind: "number", ...order },
  bunyan: { lines: loggerLines.bunyan(40), nameField: "msg", timeField: "time", kind: "string", ...order },
  winston: { lines: loggerLines.winston(40), nameField: "message", timeField: "timestamp", kind: "string", ...order },
  CloudEvents: {
    lines: cloudEvents(40),
    nameField: "type",
    timeField: "time",
    kind: "string",
    type: "ComShopOrderPlaced",
    view: "com_shop_order_placed",
    eventName: "com.shop.order.placed",
  },
};

function run(folder: string, program: string, ...args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(...bound(program, args), { cwd: folder, encoding: "utf8" });
  expect({ args, status, stderr }).toEqual({ args, status: 0, stderr: "" });
  return stdout;
}

it.each(Object.entries(logs))(
  "a log of %s is described, validated, reported and queried as it is",
  (_, { lines, nameField, timeField, kind, type, view, eventName }) => {
    const folder = temporaryFolder();
    const metricEvents = (...args: readonly string[]): string => run(folder, process.execPath, command, ...args);
    writeFileSync(join(folder, "app.log"), lines.map((line) => `${line}\n`).join(""));
    metricEvents("infer", "app.log", "--out", "schemas");
    metricEvents("lint");
    metricEvents("generate", "--out", "events");

    const events = lines.map((line): Record<string, unknown> => JSON.parse(line));
    const orders = events.filter((event) => event[nameField] === eventName);
    expect(metricEvents("validate", "app.log")).toContain(`${lines.length} lines: all valid`);
    const report = JSON.parse(metricEvents("report", "app.log", "--format", "json")) as {
      readonly events: readonly { readonly eventName: string; readonly count: number }[];
      readonly range: { readonly first: number };
    };
    expect(report.events.find((each) => each.eventName === eventName)?.count).toBe(orders.length);
    const first = events[0]?.[timeField] as string | number;
    expect(report.range.first).toBe(new Date(first).getTime() / 1000);
    const sql = `select count(*)::int as n, epoch_ms(min(ts))::double as first from ${view}`;
    expect(JSON.parse(metricEvents("query", sql, "app.log", "--format", "json"))).toEqual([
      { n: orders.length, first: new Date(orders[0]?.[timeField] as string | number).getTime() },
    ]);

    // The generated code fills in both fields, and its types say so.
    const { [nameField]: _name, [timeField]: _time, ...fields } = orders[0] ?? {};
    writeFileSync(
      join(folder, "program.ts"),
      [
        `import { catalogue, type MetricEvent, ${type} } from "./events/index.js";`,
        `const event: MetricEvent = ${type}(${JSON.stringify(fields)});`,
        `const name: ${JSON.stringify(eventName)} = ${type}({ ...event, ${timeField}: undefined }).${nameField};`,
        `const time: ${kind} = event.${timeField};`,
        `const names: readonly MetricEvent[${JSON.stringify(nameField)}][] = catalogue.eventNames;`,
        "console.log(catalogue.serialize(event), name, time, names.length, catalogue.envelope.timeField);",
      ].join("\n"),
    );
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    mkdirSync(join(folder, "node_modules/@metric-events"), { recursive: true });
    symlinkSync(resolve("packages/runtime"), join(folder, "node_modules/@metric-events/runtime"));
    const strict = ["--strict", "--module", "nodenext", "--target", "es2023", "--skipLibCheck", "--types", ""];
    const options = [...strict, "--lib", "es2023,dom", "program.ts"];
    run(folder, process.execPath, resolve("node_modules/typescript/bin/tsc"), ...options);
    const issued = run(folder, process.execPath, "program.js").split("\n")[0] ?? "";
    writeFileSync(join(folder, "own.log"), `${issued.slice(0, issued.indexOf("} ") + 1)}\n`);
    expect(metricEvents("validate", "own.log")).toContain("1 line: all valid");
  },
);
