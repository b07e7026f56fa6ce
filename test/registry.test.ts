import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gitEnvironment, requireInCi, temporaryFolder, writeFiles } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { pack } from "./support/packed.js";
import { hasRegistry, type Registry, startRegistry } from "./support/registry.js";
import { mustRun, type RunResult, run } from "./support/run.js";

// The way of docs/publishing.md, with a private registry on loopback: one package publishes schemas, another builds on them.

function envelope(regions: readonly string[]): object {
  return {
    $id: "https://schemas.acme.com/event.schema.json",
    title: "Event",
    description: "What every event carries.",
    type: "object",
    required: ["timestamp", "event", "region"],
    properties: {
      timestamp: { description: "When it happened.", type: "number", kind: "identifier", unit: "s" },
      event: { description: "Which event it is.", type: "string", kind: "identifier" },
      region: { description: "Where it happened.", enum: regions },
    },
  };
}

function eventOf(title: string, eventName: string, ref: string): object {
  return {
    title,
    description: "It happened.",
    type: "object",
    allOf: [{ $ref: ref }],
    properties: { event: { const: eventName } },
  };
}

const shopProgram = `
import { EventLogger } from "@metric-events/logger";
import { catalogue, type AcmeEnvelope_Event, type MetricEvent, OrderPlaced } from "./events/index.js";

const logger: EventLogger<MetricEvent> = new EventLogger({ path: "metrics.log", catalogue });
const order: AcmeEnvelope_Event = OrderPlaced({ region: "mars", timestamp: 1719900360 });
logger.issue(OrderPlaced({ region: "mars", timestamp: order.timestamp }));
logger.close();
`;

const compilerOptions = {
  target: "es2022",
  module: "nodenext",
  strict: true,
  rootDir: "src",
  outDir: "build",
  typeRoots: [resolve("node_modules/@types")],
  types: ["node"],
};

/** A repository in which commands run as their user would run them. */
class Project {
  readonly folder = temporaryFolder();
  readonly #env: NodeJS.ProcessEnv;

  constructor({ env }: Registry) {
    this.#env = {
      ...gitEnvironment,
      ...env,
      NO_COLOR: "1",
      TZ: "UTC",
      METRICS_LOG_PATH: join(this.folder, "metrics.log"),
    };
    this.run("git", "init", "-q", "-b", "main");
  }

  write(files: Readonly<Record<string, unknown>>): void {
    writeFiles(this.folder, files);
  }

  run(program: string, ...args: readonly string[]): string {
    return mustRun(program, args, { cwd: this.folder, env: this.#env });
  }

  metricEvents(...args: readonly string[]): RunResult {
    const command = [resolve("packages/cli/dist/main.js"), ...args];
    return run(process.execPath, command, { cwd: this.folder, env: this.#env });
  }

  commit(tag: string): void {
    this.run("git", "add", "-A");
    this.run("git", "commit", "-qm", tag);
    this.run("git", "tag", tag);
  }

  /** Packs the package, and publishes it as the command says. */
  publish(): void {
    const { stdout, stderr } = this.metricEvents("pack", "--out", "dist");
    const [, archive = ""] = /^next: npm publish (\S+)$/m.exec(stdout) ?? [];
    expect({ stdout, stderr, archive }).toMatchObject({ archive: expect.stringMatching(/\.tgz$/) });
    this.run("npm", "publish", archive);
  }
}

it.runIf(hasRegistry)("schemas of one package serve another, and what breaks in them is found", async ({ skip }) => {
  const registry = await startRegistry().catch((error: unknown) => {
    requireInCi(false, `the private registry cannot start: ${String(error)}`);
    return skip();
  });
  try {
    const platform = new Project(registry);
    const manifest = {
      name: "@acme/envelope",
      version: "1.0.0",
      files: ["schemas"],
      exports: { "./schemas/*": "./schemas/*" },
    };
    platform.write({
      ".gitignore": "dist\n",
      "package.json": manifest,
      "schemas/event.schema.json": envelope(["eu", "mars"]),
      "schemas/events/heartbeat.schema.json": eventOf("Heartbeat", "heartbeat", "../event.schema.json"),
    });
    platform.commit("v1.0.0");
    platform.publish();

    const shop = new Project(registry);
    const tarballs = pack(["runtime", "system", "core", "logger"]);
    for (const tarball of Object.values(tarballs)) shop.run("npm", "publish", tarball);
    shop.write({
      ".gitignore": "node_modules\nbuild\ndist\nmetrics.log\n",
      "package.json": {
        name: "shop",
        version: "1.0.0",
        type: "module",
        sideEffects: false,
        files: ["build", "schemas"],
        dependencies: {
          "@acme/envelope": "^1.0.0",
          "@metric-events/logger": "*",
          "@metric-events/runtime": "*",
        },
      },
      "tsconfig.json": { compilerOptions, include: ["src"] },
      "metric-events.config.json": { schemas: "schemas", out: "src/events" },
      "schemas/events/order_placed.schema.json": eventOf(
        "OrderPlaced",
        "order_placed",
        "npm:@acme/envelope/schemas/event.schema.json",
      ),
      "schemas/events/order_paid.schema.json": eventOf(
        "OrderPaid",
        "order_paid",
        "https://schemas.acme.com/event.schema.json",
      ),
      "src/main.ts": shopProgram,
    });
    shop.run("npm", "install");
    expect(shop.metricEvents("generate")).toMatchObject({ status: 0, stderr: "" });
    shop.run(resolve("node_modules/.bin/tsc"), "-p", ".");
    shop.run(process.execPath, "build/main.js");
    expect(readFileSync(join(shop.folder, "metrics.log"), "utf8")).toBe(
      '{"timestamp":1719900360,"event":"order_placed","region":"mars"}\n',
    );
    expect(shop.metricEvents("validate").stdout).toContain("1 line: all valid");
    shop.commit("v1.0.0");
    shop.publish();
    expect(shop.metricEvents("check").stdout).toContain("2 events against git:v1.0.0: 2 compatible");

    platform.write({
      "package.json": { ...manifest, version: "2.0.0" },
      "schemas/event.schema.json": envelope(["eu"]),
    });
    const refused = platform.metricEvents("pack");
    expect(refused.stdout).toContain('heartbeat: "region": "mars" no longer allowed (enum-narrowed)');
    expect(refused.status).toBe(1);
    const accepted = { event: "heartbeat", code: "enum-narrowed", reason: "nobody is on Mars any more" };
    platform.write({ "metric-events.config.json": { schemas: "schemas", check: { ignore: [accepted] } } });
    platform.publish();

    shop.run("npm", "install", "@acme/envelope@2.0.0");
    for (const against of ["git:v1.0.0", "npm:shop@1.0.0"]) {
      const { status, stdout } = shop.metricEvents("check", "--against", against);
      expect(stdout).toContain('order_placed: "region": "mars" no longer allowed (enum-narrowed)');
      expect(stdout).toContain("this is in the package @acme/envelope 2.0.0, which the schemas refer to");
      expect(stdout).toContain(`an event of ${against} that is refused now`);
      expect(stdout).toContain(`2 events against ${against}: 2 incompatible`);
      expect(status).toBe(1);
    }

    await registry.stop();
    writeFileSync(registry.env["npm_config_userconfig"] ?? "", "registry=http://127.0.0.1:9/\nfetch-retries=0\n");
    const { status, stderr } = shop.metricEvents("check");
    expect(stderr).toContain(
      "git:v1.0.0 had @acme/envelope 1.0.0, by its package-lock.json; this version is not installed",
    );
    expect(stderr).toContain("npm install --save-dev acme-envelope-1.0.0@npm:@acme/envelope@1.0.0");
    expect(status).toBe(3);
  } finally {
    await registry.stop();
  }
});
