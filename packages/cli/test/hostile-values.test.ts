import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { temporaryFolder } from "@metric-events/test-support";
import { beforeEach, expect, it, onTestFinished } from "vitest";
import { commands } from "../src/commands/index.js";
import { runCommand } from "./support/memory-context.js";

const secret = "correct-horse-battery-staple";
let requests: string[] = [];
let cwd = "";

beforeEach(async () => {
  requests = [];
  cwd = temporaryFolder();
  const server = createServer(({ url = "" }, response) => {
    requests.push(url);
    response.end(JSON.stringify({ const: secret }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  writeFileSync(join(cwd, "secret.json"), JSON.stringify({ const: secret, description: secret }));
  const references = [
    `http://127.0.0.1:${port}/value.json`,
    pathToFileURL(join(cwd, "secret.json")).href,
    join(cwd, "secret.json"),
    "../../secret.json",
    "#/properties/event",
    "#",
    "#/nowhere",
    "npm:@acme/envelope/secret.json",
  ].map(($ref) => ({ $ref }));
  for (const folder of ["old", "schemas"]) {
    mkdirSync(join(cwd, folder, "events"), { recursive: true });
    writeFileSync(join(cwd, folder, "events", "probe.schema.json"), JSON.stringify(schemaWith(references)));
    mkdirSync(join(cwd, folder, "shared"));
    writeFileSync(join(cwd, folder, "shared", "event.schema.json"), JSON.stringify(envelope));
  }
  const event = { timestamp: 1, event: "probe", enum: references[0], const: references, deep: [references[1]] };
  writeFileSync(join(cwd, "package.json"), `{"name":"probes","version":"1.0.0","files":["schemas"]}`);
  writeFileSync(join(cwd, "metrics.log"), `${JSON.stringify(event)}\n`);
  const rule = { event: "probe", take: "count", above: 5, window: "1h" };
  writeFileSync(join(cwd, "rules.json"), JSON.stringify({ rules: { "too many": rule } }));
});

function described(name: string, schema: object): object {
  return { description: `A ${name}.`, ...schema };
}

const envelope = {
  title: "Event",
  description: "What every event has.",
  type: "object",
  required: ["timestamp", "event"],
  properties: {
    timestamp: described("time", { type: "number", unit: "s" }),
    event: described("name", { type: "string" }),
  },
};

/** References as values, in every place of a schema that takes any value. */
function schemaWith(references: readonly { readonly $ref: string }[]): object {
  return {
    title: "Probe",
    description: "A probe.",
    type: "object",
    required: ["timestamp", "event"],
    properties: {
      timestamp: described("time", { type: "number", unit: "s", examples: [1] }),
      event: described("name", { const: "probe" }),
      enum: described("choice", { enum: references, examples: references }),
      const: described("list", { const: references, examples: [references] }),
      default: described("default", {
        type: "object",
        additionalProperties: true,
        default: references[0],
        examples: references,
      }),
      nested: described("nested", {
        type: "object",
        additionalProperties: true,
        default: { a: references },
        examples: [{ a: references }],
      }),
      deep: described("deep list", { type: "array", items: { enum: references }, examples: [references] }),
      either: described("choice", {
        anyOf: [{ const: references[0] }, { enum: [null, references[1]] }],
        examples: [null],
      }),
    },
  };
}

/** Nothing listens on this port. */
const unreachable = "nats://127.0.0.1:1";

const runs: Readonly<Record<keyof typeof commands, readonly (readonly string[])[]>> = {
  emit: [
    ["emit", "probe", "--help"],
    ["emit", "probe", "--enum", '{"$ref":"#"}', "--path", "own.log"],
  ],
  validate: [["validate", "metrics.log"]],
  tail: [["tail", "metrics.log"]],
  report: [["report", "metrics.log", "--format", "html"]],
  query: [["query"], ["query", "select * from probe", "metrics.log"]],
  export: [["export", "metrics.log", "--parquet", "archive"]],
  compact: [
    ["export", "metrics.log", "--parquet", "lake", "--append"],
    ["compact", "lake"],
  ],
  alert: [["alert", "metrics.log", "--rules", "rules.json"]],
  rules: [["rules", "--for", "prometheus", "--rules", "rules.json"]],
  dashboard: [
    ["dashboard", "--for", "prometheus"],
    ["dashboard", "--for", "loki"],
  ],
  lnav: [["lnav"]],
  metrics: [
    ["metrics", "metrics.log", "--textfile", "m.prom"],
    ["metrics", "metrics.log", "--backfill", "past.om"],
  ],
  events: [["events"], ["events", "--json"], ["events", "show", "probe"]],
  lint: [["lint"]],
  check: [["check", "--against", "old"]],
  pack: [["pack", "--dry-run", "--against", "old"]],
  diff: [["diff", "--against", "old"]],
  generate: [["generate", "--out", "generated", "--reference", "events.md", "--python", "events.py"]],
  docs: [["docs", "--out", "reference", "--against", "old"]],
  infer: [["infer", "metrics.log", "--out", "proposed"]],
  init: [["init", "--yes"]],
  new: [["new", "probe_begun"]],
  logrotate: [["logrotate", "print"]],
  completion: [["completion", "bash"]],
  ship: [["ship", "metrics.log", "--to", unreachable, "--once"]],
  collect: [["collect", "--from", unreachable, "--into", "collected", "--once"]],
};

it.each(Object.keys(commands))("%s follows no reference that is a value of a schema", async (name) => {
  for (const args of runs[name] ?? []) {
    const { exitCode, stdout, stderr } = await runCommand(
      [...(name === "infer" ? [] : ["--schemas", "schemas"]), ...args],
      {
        cwd,
      },
    );
    const expected = args.includes(unreachable)
      ? { exitCode: 3, stderr: expect.stringContaining("cannot reach") as string }
      : { exitCode: 0, stderr: "" };
    expect({ args, exitCode, stderr }).toEqual({ args, ...expected });
    expect(stdout).not.toContain(secret);
  }
  expect(runs[name]?.length).toBeGreaterThan(0);
  expect(requests).toEqual([]);
  for (const file of readdirSync(cwd, { recursive: true, withFileTypes: true })) {
    if (file.isFile() && file.name !== "secret.json")
      expect(readFileSync(join(file.parentPath, file.name), "latin1"), file.name).not.toContain(secret);
  }
});

it("types spell these values out", async () => {
  expect((await runCommand(["generate", "--out", "generated"], { cwd })).stderr).toBe("");
  const type = readFileSync(join(cwd, "generated", "probe.ts"), "utf8");
  expect(type).toMatch(/^ {2}const\?: \[\{"\$ref":"http:/m);
  expect(type).toMatch(/^ {2}deep\?: \(\{"\$ref":"http:.*\)\[\]$/m);
});
