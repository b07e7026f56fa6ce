import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { gitEnvironment, requireInCi, writeFiles } from "@metric-events/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { install, pack } from "./support/packed.js";
import { mustRun, run } from "./support/run.js";

// A project made from packed tarballs, run by the engines that people have besides the Node that runs the tests. `.ci/run` installs them.

const engines = resolve(".ci/engines/node_modules");
const hasEngines = requireInCi(
  existsSync(engines) || process.platform !== "linux" || process.arch !== "x64",
  "no other engines; npm ci --prefix .ci/engines installs Node 22, Node 24, Deno and Bun",
);
const nodes = [process.execPath, join(engines, "node-22/bin/node"), join(engines, "node-24/bin/node")];
const deno = join(engines, "@deno/linux-x64-glibc/deno");
const bun = join(engines, "@oven/bun-linux-x64/bin/bun");

const schema = {
  title: "OrderPlaced",
  description: "A customer placed an order.",
  type: "object",
  required: ["timestamp", "event", "amount", "items"],
  properties: {
    timestamp: { description: "When.", type: "number", unit: "s" },
    event: { const: "order_placed" },
    amount: { description: "What it costs.", type: "number", unit: "{EUR}", minimum: 0 },
    items: {
      description: "What was ordered.",
      type: "array",
      items: {
        type: "object",
        required: ["sku", "count"],
        properties: {
          sku: { description: "Which article.", type: "string" },
          count: { description: "How many.", type: "integer", unit: "{item}", minimum: 1 },
        },
      },
    },
  },
};

/** Issues an event, is refused another, and reads the line back. */
function program(extension: string): string {
  return `import { readFileSync } from "node:fs";
import { EventLogger } from "@metric-events/logger";
import { catalogue, isOrderPlaced, OrderPlaced } from "./events/index${extension}";

const path = process.argv[2] ?? "";
const logger = new EventLogger({ path, catalogue });
logger.issue(OrderPlaced({ amount: 99.5, items: [{ sku: "ä-1 🚀", count: 2 }], timestamp: 1719900360 }));
try {
  OrderPlaced({ amount: 1, items: [{ sku: "a-1", count: 0.5 }] });
} catch (error) {
  console.log(error instanceof Error ? error.message : "");
}
await logger.issueSoon(OrderPlaced({ amount: 0.1, items: [], timestamp: 1719900361 }));
logger.close();
const lines = readFileSync(path, "utf8").trimEnd().split("\\n");
console.log(lines.map((line) => isOrderPlaced(JSON.parse(line))).join(" "));
`;
}

const printed = `not a valid order_placed event:
  /items/0/count: expected integer ≥ 1, received 0.5
true true
`;
const written = `{"timestamp":1719900360,"event":"order_placed","amount":99.5,"items":[{"sku":"ä-1 🚀","count":2}]}
{"timestamp":1719900361,"event":"order_placed","amount":0.1,"items":[]}
`;

const commonJs = `const { OrderPlaced } = require("./js/events/index.js");
console.log(OrderPlaced.serialize(OrderPlaced({ amount: 1, items: [], timestamp: 1 })));
`;

describe.skipIf(!hasEngines || !existsSync(engines))("a project from packed packages", () => {
  const roots: string[] = [];
  let folder = "";
  let command = "";
  const env: NodeJS.ProcessEnv = { ...gitEnvironment, NO_COLOR: "1", TZ: "UTC", METRICS_LOG_PATH: undefined };
  const inFolder = () => ({ cwd: folder, env });

  beforeAll(() => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), "metric-events-")));
    roots.push(root);
    folder = join(root, "project");
    mkdirSync(folder);
    const tarballs = pack(readdirSync("packages"));
    install(tarballs, ["@metric-events/cli", "@metric-events/logger", "@metric-events/runtime"], folder);
    command = join(folder, "node_modules/@metric-events/cli/dist/main.js");
    writeFiles(folder, {
      "schemas/events/order_placed.schema.json": schema,
      "main.ts": program(".ts"),
      "js/main.js": program(".js"),
      "main.cjs": commonJs,
    });
    mustRun(process.execPath, [command, "generate", "--out", "events", "--import-extension", ".ts"], inFolder());
    mustRun(process.execPath, [command, "generate", "--out", "js/events", "--code", "javascript"], inFolder());
  });

  afterAll(() => {
    for (const root of roots) rmSync(root, { recursive: true, force: true });
  });

  function isRun(engine: string, args: readonly string[], log: string): void {
    const path = join(folder, log);
    expect(mustRun(engine, [...args, path], inFolder())).toBe(printed);
    expect(readFileSync(path, "utf8")).toBe(written);
  }

  describe.each(nodes.map((node) => ({ node, version: versionOf(node) })))("Node $version", ({ node, version }) => {
    it("runs generated JavaScript, from modules and from CommonJS", () => {
      isRun(node, ["js/main.js"], `js-${version}.log`);
      expect(mustRun(node, ["main.cjs"], inFolder())).toBe(
        '{"timestamp":1,"event":"order_placed","amount":1,"items":[]}\n',
      );
    });

    it.skipIf(version.startsWith("v20."))("runs generated TypeScript without its types", () => {
      isRun(node, ["--no-warnings", "--experimental-strip-types", "main.ts"], `ts-${version}.log`);
    });

    it("runs the command: generate, emit, validate, tail, report, check", () => {
      const log = join(folder, `command-${version}.log`);
      const call = (...args: string[]) => run(node, [command, ...args], inFolder());
      const items = '[{"sku":"a","count":1}]';
      expect(call("generate", "--out", "js/events", "--code", "javascript", "--check")).toMatchObject({ status: 0 });
      writeFileSync(log, written);
      const emitted = run(
        node,
        [command, "emit", "order_placed", "--json", `{"amount":3,"items":${items}}`, "--timestamp", "1719900362"],
        { cwd: folder, env: { ...env, METRICS_LOG_PATH: log } },
      );
      expect(emitted).toMatchObject({ status: 0, stderr: "" });
      expect(call("validate", "--strict", log)).toMatchObject({ status: 0 });
      expect(call("tail", log, "-n", "1").stdout).toContain("order_placed");
      expect(call("report", log, "--utc").stdout).toContain("order_placed: amount");
      expect(call("report", log, "--utc", "--format", "html").stdout).toContain("<!doctype html>");
      expect(call("check", "--against", "schemas")).toMatchObject({ status: 0 });
      expect(call("lint")).toMatchObject({ status: 0 });
    });
  });

  it("runs in Deno, as TypeScript", () => {
    isRun(deno, ["run", "--allow-all", "--node-modules-dir=manual", "--quiet", "main.ts"], "deno.log");
  });

  it("runs in Bun, as TypeScript and JavaScript", () => {
    isRun(bun, ["main.ts"], "bun.log");
    isRun(bun, ["js/main.js"], "bun-js.log");
  });
});

function versionOf(node: string): string {
  return existsSync(node) ? mustRun(node, ["--version"], { cwd: dirname(node) }).trim() : "";
}
