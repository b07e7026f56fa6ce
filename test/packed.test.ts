import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { mustRun } from "./support/run.js";

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const packages = readdirSync("packages");

/** Packs packages as for the registry; returns the path of each tarball by package name. */
function pack(names: readonly string[], folder: string): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => {
      const cwd = resolve("packages", name);
      const manifest = JSON.parse(readFileSync(join(cwd, "package.json"), "utf8")) as Manifest;
      const before = new Set(readdirSync(folder));
      mustRun("pnpm", ["pack", "--pack-destination", folder], { cwd });
      const tarball = readdirSync(folder).find((file) => !before.has(file) && file.endsWith(".tgz"));
      if (tarball === undefined) throw new Error(`pnpm packed nothing for ${name}`);
      return [manifest.name, join(folder, tarball)];
    }),
  );
}

/** An empty project, outside of any workspace, with the tarballs installed. */
function install(tarballs: Readonly<Record<string, string>>, wanted: readonly string[], folder: string): void {
  const files = Object.fromEntries(Object.entries(tarballs).map(([name, path]) => [name, `file:${path}`]));
  const dependencies = Object.fromEntries(wanted.map((name) => [name, files[name]]));
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "consumer", private: true, type: "module", dependencies }),
  );
  const overrides = Object.entries(files).map(([name, path]) => `  "${name}": "${path}"`);
  writeFileSync(join(folder, "pnpm-workspace.yaml"), `packages: []\noverrides:\n${overrides.join("\n")}\n`);
  mustRun("pnpm", ["install", "--prefer-offline", "--ignore-scripts"], { cwd: folder });
}

const program = `
import { readFileSync } from "node:fs";
import { catalogue, InvalidEventError, type MetricEvent, RunnerInstalled } from "@metric-events/core";
import { EventLogger } from "@metric-events/logger";

const logger: EventLogger<MetricEvent> = new EventLogger({ path: "metrics.log", catalogue });
const event: RunnerInstalled = RunnerInstalled({ flavor: "small", duration: 42.5, timestamp: 1 });
logger.issue(event);
logger.close();
try {
  logger.issue({ ...event, duration: -1 });
} catch (error) {
  if (!(error instanceof InvalidEventError)) throw error;
  console.log(error.issues.length, catalogue.get("runner_installed") === RunnerInstalled, readFileSync("metrics.log", "utf8").trimEnd());
}
`;

describe("the packed packages", () => {
  it("run outside of the workspace, types included, and core and logger bring nothing else along", () => {
    const folder = temporaryFolder();
    const tarballs = pack(["runtime", "core", "logger"], folder);
    install(tarballs, ["@metric-events/core", "@metric-events/logger"], folder);
    writeFileSync(join(folder, "program.ts"), program);

    const flags = [
      "--strict",
      "--module",
      "nodenext",
      "--target",
      "es2023",
      "--skipLibCheck",
      "false",
      "--types",
      "node",
    ];
    const typeRoots = ["--typeRoots", resolve("node_modules/@types")];
    mustRun(resolve("node_modules/.bin/tsc"), [...flags, ...typeRoots, "program.ts"], { cwd: folder });
    expect(mustRun(process.execPath, ["program.js"], { cwd: folder })).toBe(
      '1 true {"timestamp":1,"event":"runner_installed","flavor":"small","duration":42.5}\n',
    );

    expect(readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."))).toEqual([
      "@metric-events",
    ]);
    expect(readdirSync(join(folder, "node_modules/@metric-events/core/schemas/events"))).toEqual(
      readdirSync("schemas/events"),
    );
    for (const name of ["core", "logger"]) {
      expect(readdirSync(join(folder, "node_modules/@metric-events", name))).toEqual(
        expect.arrayContaining(["LICENSE", "README.md", "dist"]),
      );
    }
  });

  it("give a command that runs outside of the workspace, with a team's own schemas too", () => {
    const folder = temporaryFolder();
    const tarballs = pack(packages, folder);
    install(tarballs, ["@metric-events/cli"], folder);
    const command = join(folder, "node_modules/.bin/metric-events");
    const env = { ...process.env, METRICS_LOG_PATH: join(folder, "metrics.log"), NO_COLOR: "1" };
    mustRun(command, ["emit", "runner_installed", "--flavor", "small", "--duration", "42.5", "--timestamp", "1"], {
      cwd: folder,
      env,
    });
    expect(mustRun(command, ["tail", "--json"], { cwd: folder, env })).toBe(
      '{"timestamp":1,"event":"runner_installed","flavor":"small","duration":42.5}\n',
    );
    expect(mustRun(command, ["validate"], { cwd: folder, env })).toContain("runner_installed");

    const schemas = resolve("packages/core/test/fixtures/schemas");
    mustRun(command, ["lint", schemas], { cwd: folder, env });
    expect(mustRun(command, ["--schemas", schemas, "events"], { cwd: folder, env })).toContain("everything_happened");
    mustRun(command, ["generate", "--schemas", schemas, "--out", "generated"], { cwd: folder, env });
    expect(readdirSync(join(folder, "generated"))).toContain("everything-happened.ts");
  });
});
