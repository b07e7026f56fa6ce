import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { gitEnvironment, temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { install, installFrom, pack } from "./support/packed.js";
import { mustRun, run } from "./support/run.js";

// The way of docs/getting-started.md, from packed tarballs, in a folder outside of the workspace.

const program = `
import { EventLogger } from "@metric-events/logger";
import { catalogue, type MetricEvent, OrderPlaced } from "./events/index.js";

const logger: EventLogger<MetricEvent> = new EventLogger({ path: "metrics.log", catalogue });
const order: OrderPlaced = OrderPlaced({ amount: 99.5, items: [{ sku: "a-1", count: 2 }], timestamp: 1719900360 });
logger.issue(order);
// @ts-expect-error The count is a number.
const wrong = (): OrderPlaced => OrderPlaced({ amount: 1, items: [{ sku: "a-1", count: "2" }] });
try {
  wrong();
} catch (error) {
  if (error instanceof Error) console.log(error.message);
}
logger.close();
`;

const settings = {
  compilerOptions: {
    target: "es2022",
    module: "nodenext",
    strict: true,
    rootDir: "src",
    outDir: "dist",
    typeRoots: [resolve("node_modules/@types")],
    types: ["node"],
  },
  include: ["src"],
};

function project(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "src"));
  writeFileSync(join(folder, "package.json"), '{\n\t"name": "shop",\n\t"version": "1.0.0",\n\t"type": "module"\n}\n');
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings));
  mustRun("git", ["init", "-q", "-b", "main"], { cwd: folder, env: gitEnvironment });
  return folder;
}

it("leads a stranger from nothing to events of their own, written, read and kept compatible", () => {
  const tarballs = pack(readdirSync("packages"));
  const elsewhere = temporaryFolder();
  install(tarballs, ["@metric-events/cli"], elsewhere);
  const folder = project();
  const env: NodeJS.ProcessEnv = { ...gitEnvironment, NO_COLOR: "1", TZ: "UTC" };
  delete env["METRICS_LOG_PATH"];
  const inProject = { cwd: folder, env };

  // As npx -p @metric-events/cli metric-events does.
  mustRun(join(elsewhere, "node_modules/.bin/metric-events"), ["init", "--yes"], inProject);
  installFrom(tarballs, folder);
  const command = join(folder, "node_modules/.bin/metric-events");
  const script = (name: string) => run("pnpm", ["run", "--silent", name], inProject);
  const fields = [
    "amount:number:EUR What it costs.",
    "items:object[] What was ordered.",
    "items.sku:string Which article.",
    "items.count:integer:{item} How many of it.",
    "customer?:string Who ordered. Absent for guests.",
  ].flatMap((field) => ["--field", field]);
  expect(mustRun(command, ["new", "order_placed", "A customer placed an order.", ...fields], inProject)).toBe(
    "wrote schemas/events/order_placed.schema.json\nnext: metric-events generate\n",
  );
  for (const file of [
    "metric-events.config.json",
    "schemas/events/order_placed.schema.json",
    "schemas/shared/event.schema.json",
  ]) {
    const { $schema }: { $schema: string } = JSON.parse(readFileSync(join(folder, file), "utf8"));
    expect({ file, $schema, exists: existsSync(join(folder, dirname(file), $schema)) }).toMatchObject({ exists: true });
  }

  expect(script("generate")).toMatchObject({ status: 0 });
  writeFileSync(join(folder, "src/main.ts"), program);
  mustRun(resolve("node_modules/.bin/tsc"), ["-p", "."], inProject);
  expect(mustRun(process.execPath, ["dist/main.js"], inProject)).toBe(
    'not a valid order_placed event:\n  /items/0/count: expected integer, received "2"\n',
  );
  mustRun(
    command,
    ["emit", "job_finished", "--job", "nightly", "--succeeded", "--duration", "2", "--timestamp", "1719900361"],
    {
      ...inProject,
      cwd: join(folder, "src"),
    },
  );
  expect(mustRun(command, ["validate", "--strict"], { ...inProject, cwd: join(folder, "schemas") })).toContain(
    "2 lines: all valid",
  );
  expect(mustRun(command, ["report", "--utc"], inProject)).toContain("order_placed: amount");

  expect(script("check")).toMatchObject({ status: 0 });
  for (const args of [
    ["add", "-A"],
    ["commit", "-qm", "The first events"],
    ["tag", "v1.0.0"],
  ])
    mustRun("git", args, inProject);
  const schema = join(folder, "schemas/events/order_placed.schema.json");
  const before = readFileSync(schema, "utf8");
  const edited = before.replace('"required": ["amount", "items"]', '"required": ["amount", "items", "customer"]');
  expect(edited).not.toBe(before);
  writeFileSync(schema, edited);
  expect(script("generate")).toMatchObject({ status: 0 });
  const broken = script("check");
  expect(broken.stdout).toContain('"customer" is required now (required-added)');
  expect(broken.stdout).toContain("/customer: expected string, received nothing");
  expect(broken.status).toBe(1);
  writeFileSync(schema, before);
  expect(script("generate")).toMatchObject({ status: 0 });
  expect(script("check")).toMatchObject({ status: 0 });
});
