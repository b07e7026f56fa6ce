import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { gitEnvironment, temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { mustRun, run } from "./support/run.js";
import { blocksOf, sessionsOf } from "./support/sessions.js";

// What the documents show is run: ```console sessions one after the other, as in one shell, where a cd lasts, in a folder of their
// own for each document; ```ts programs
// type-checked and run, followed by what they print in ```text; ```json that names a file in the line before it is that file.

const documents = [
  "README.md",
  "SECURITY.md",
  "docs/alerts.md",
  "docs/compatibility.md",
  "docs/cost.md",
  "docs/fleet.md",
  "docs/getting-started.md",
  "docs/lake.md",
  "docs/ship.md",
  "docs/objectives.md",
  "docs/other-logs.md",
  "docs/publishing.md",
  ...readdirSync("packages").map((name) => `packages/${name}/README.md`),
  "packages/logger/DURABILITY.md",
].filter(existsSync);

/** A folder with the command on its path, as after an installation. */
function workspace(): { folder: string; env: NodeJS.ProcessEnv } {
  const folder = temporaryFolder();
  const bin = join(folder, ".bin");
  mkdirSync(bin);
  writeFileSync(
    join(bin, "metric-events"),
    `#!/bin/sh\nexec "${process.execPath}" "${resolve("packages/cli/dist/main.js")}" "$@"\n`,
    { mode: 0o755 },
  );
  const env = {
    ...gitEnvironment,
    PATH: `${bin}:${process.env["PATH"]}`,
    NO_COLOR: "1",
    TZ: "UTC",
    METRICS_LOG_PATH: join(folder, "metrics.log"),
    REPOSITORY: resolve("."),
    LAST_FOLDER: join(bin, "last-folder"),
  };
  return { folder, env };
}

/** Beside the packages that it imports, so that it finds them. */
function runProgram(code: string, { folder, env }: ReturnType<typeof workspace>): string {
  const file = resolve("test", `.program-${process.pid}-${Math.random().toString(36).slice(2)}.ts`);
  writeFileSync(file, code);
  symlinkSync(resolve("schemas"), join(folder, "schemas"));
  try {
    const flags = [
      "--ignoreConfig",
      "--strict",
      "--noEmit",
      "--module",
      "nodenext",
      "--target",
      "es2023",
      "--skipLibCheck",
      "--types",
      "node",
    ];
    mustRun("tsc", [...flags, "--lib", "es2023,esnext.disposable", file]);
    return mustRun(resolve("node_modules/.bin/tsx"), [file], { cwd: folder, env });
  } finally {
    mustRun("rm", [file]);
  }
}

/** Where everything must run, nothing is missing: a session that needs what is not there fails. */
function isInstalled(program: string): boolean {
  if (process.env["CI"] || program === "metric-events") return true;
  return run("bash", ["--norc", "-c", 'command -v -- "$0"', program]).status === 0;
}

describe.each(documents)("%s", (path) => {
  const blocks = blocksOf(readFileSync(path, "utf8"));
  const programs = blocks.filter(({ language }) => language === "ts");
  const sessions = sessionsOf(blocks, isInstalled);
  const files = blocks.filter(({ language }) => language === "json");

  if (programs.length > 0) {
    it("shows programs that compile, run and print what it says", () => {
      for (const block of programs) {
        const output = runProgram(block.code, workspace());
        const next = blocks[blocks.indexOf(block) + 1];
        if (next?.language === "text") expect(output.trimEnd()).toBe(next.code);
      }
    });
  }

  if (sessions.length > 0) {
    it("shows sessions that print what it says", () => {
      const { folder, env } = workspace();
      let cwd = folder;
      for (const { line, steps, skipped } of sessions) {
        if (skipped !== undefined) {
          console.warn(`SKIPPED: the session in line ${line} of ${path}: ${skipped}`);
          continue;
        }
        for (const { command, output } of steps) {
          // With a socket for standard input, which it has here, bash would read ~/.bashrc and print what that prints.
          const script = `trap 'pwd > "$LAST_FOLDER"' EXIT\n${command}`;
          const { stdout, stderr } = run("bash", ["--norc", "-c", script], { cwd, env });
          cwd = readFileSync(env["LAST_FOLDER"] ?? "", "utf8").trimEnd();
          const printed = `${stdout}${stderr}`.replaceAll(`${folder}/`, "").trimEnd();
          expect({ line, command, printed }).toEqual({ line, command, printed: output.trimEnd() });
        }
      }
    });
  }

  if (files.length > 0) {
    it("shows files as they are", () => {
      for (const { code, before } of files) {
        const [, file] = /`(schemas\/[^`]+\.json)`/.exec(before) ?? [];
        if (file !== undefined) expect(code).toBe(readFileSync(file, "utf8").trimEnd());
      }
    });
  }

  it("links to files that exist", () => {
    const text = readFileSync(path, "utf8");
    for (const [, target] of text.matchAll(/\]\(((?!https?:|#)[^)\s]+)\)/g)) {
      const file = join(dirname(path), target?.split("#")[0] ?? "");
      expect({ link: target, exists: existsSync(file) }).toEqual({ link: target, exists: true });
    }
  });
});

it("tells a reader of README.md how to get the shell in which its sessions run", () => {
  const setup = blocksOf(readFileSync("README.md", "utf8")).find(({ code }) => code.includes("export REPOSITORY="));
  const lines = setup?.code.split("\n").filter((line) => /^(export|cd) /.test(line)) ?? [];
  const shown = `command -v metric-events; echo "$REPOSITORY"; test "$METRICS_LOG_PATH" = "$PWD/metrics.log"; echo "$?"; ls -A`;
  const { METRICS_LOG_PATH: _, ...env } = gitEnvironment;
  const output = mustRun("bash", ["--norc", "-c", [...lines, shown].join("\n")], {
    env: { ...env, TMPDIR: temporaryFolder() },
  });
  expect(output).toBe(`${resolve("node_modules/.bin/metric-events")}\n${resolve(".")}\n0\n`);
});

it("finds documents to try", () => {
  const languages = new Set(
    documents.flatMap((path) => blocksOf(readFileSync(path, "utf8")).map(({ language }) => language)),
  );
  expect([...languages]).toEqual(expect.arrayContaining(["console", "ts", "json"]));
});
