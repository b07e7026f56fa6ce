import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { generateModules } from "@metric-events/codegen";
import { buildCatalogue, parseSchemas } from "@metric-events/schema";
import { temporaryFolder } from "@metric-events/test-support";
import { build } from "esbuild";
import { expect, it } from "vitest";

/** An event of 13 fields, as services have them. */
const event = {
  title: "OrderPlaced",
  description: "A customer placed an order.",
  type: "object",
  required: ["timestamp", "event", "order", "shop", "total", "items"],
  properties: {
    timestamp: { description: "When.", type: "number", minimum: 0, unit: "s" },
    event: { const: "order_placed" },
    order: { description: "Which order.", type: "string", kind: "identifier", minLength: 1 },
    customer: { description: "Which customer.", type: "string", kind: "identifier" },
    shop: { description: "Which shop.", type: "string", kind: "dimension", enum: ["berlin", "oslo", "rome"] },
    channel: { description: "How.", type: "string", kind: "dimension" },
    currency: { description: "Of the total.", type: "string", kind: "dimension", pattern: "^[A-Z]{3}$" },
    total: { description: "What it costs.", type: "number", minimum: 0, unit: "{EUR}" },
    discount: { description: "What is taken off.", type: "number", minimum: 0, maximum: 1, unit: "1" },
    items: { description: "How many.", type: "integer", minimum: 1, kind: "count", unit: "{item}" },
    weight: { description: "Of the parcel.", type: "number", exclusiveMinimum: 0, unit: "kg" },
    took: { description: "From the first look to the order.", type: "number", minimum: 0, unit: "s" },
    is_gift: { description: "Whether it is one.", type: "boolean" },
  },
};

const programs = {
  "types alone": 'import type { OrderPlaced } from "./generated/index.js"; export type Order = OrderPlaced;',
  "`eventNames`": 'export { eventNames } from "./generated/index.js";',
  "a guard, `isOrderPlaced`": 'export { isOrderPlaced } from "./generated/index.js";',
  "guard and constructor": 'export { isOrderPlaced, OrderPlaced } from "./generated/index.js";',
} as const;

it("what generated code adds to a bundle is what the README of codegen says", async () => {
  const folder = temporaryFolder();
  const files = [{ path: "events/order_placed.schema.json", text: JSON.stringify(event) }];
  mkdirSync(join(folder, "generated"));
  for (const { path, content } of await generateModules(buildCatalogue(parseSchemas("schemas", files))))
    writeFileSync(join(folder, "generated", path), content);
  mkdirSync(join(folder, "node_modules/@metric-events"), { recursive: true });
  symlinkSync(resolve("packages/runtime"), join(folder, "node_modules/@metric-events/runtime"));
  const readme = readFileSync("packages/codegen/README.md", "utf8");
  for (const [what, contents] of Object.entries(programs)) {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: folder, loader: "ts" },
      bundle: true,
      format: "esm",
      minify: true,
      platform: "node",
      write: false,
    });
    const code = outputFiles
      .map(({ contents: bytes }) => Buffer.from(bytes).toString())
      .join("")
      .trim();
    const sizes = [code.length, code === "" ? 0 : gzipSync(code).length];
    const row =
      readme.split("\n").find((line) => line.startsWith(`| ${what} |`)) ?? expect.unreachable(`no row for ${what}`);
    const said = row.split("|").slice(2, 4);
    for (const [index, size] of sizes.entries()) expect(isTrue(said[index] ?? "", size), `${row}: ${size}`).toBe(true);
  }
});

/** Whether a size is as a table says: to a tenth, so that it need not change with every line of code. */
function isTrue(said: string, bytes: number): boolean {
  const [, less, kilobytes] = /^ (< )?(\d+)(?: kB)? $/.exec(said) ?? [];
  const limit = Number(kilobytes) * 1000;
  if (less !== undefined) return bytes > 0 && bytes < limit;
  return limit === 0 ? bytes === 0 : Math.abs(bytes - limit) <= Math.max(500, limit / 10);
}
