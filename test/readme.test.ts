import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { mustRun, run } from "./support/run.js";
import { temporaryFolder } from "./support/temporary-folder.js";

// What the documents show is run: ```console sessions in one shell, a folder of their own for each document; ```ts programs
// type-checked and run, followed by what they print in ```text; ```json that names a file in the line before it is that file.

interface Block {
  readonly language: string;
  readonly code: string;
  readonly line: number;
  /** The nearest text before the block. */
  readonly before: string;
}

interface Step {
  readonly command: string;
  readonly output: string;
}

const documents = [
  "README.md",
  "docs/compatibility.md",
  ...readdirSync("packages").map((name) => `packages/${name}/README.md`),
  "packages/logger/DURABILITY.md",
].filter(existsSync);

function blocksOf(markdown: string): Block[] {
  const lines = markdown.split("\n");
  const blocks: Block[] = [];
  let before = "";
  for (let index = 0; index < lines.length; index++) {
    const [, language] = /^```(\w+)$/.exec(lines[index] ?? "") ?? [];
    if (language === undefined) {
      if (lines[index]?.trim() !== "") before = lines[index] ?? "";
      continue;
    }
    const end = lines.indexOf("```", index + 1);
    blocks.push({ language, code: lines.slice(index + 1, end).join("\n"), line: index + 1, before });
    index = end;
  }
  return blocks;
}

/** `$ command`, lines of it that go on after `> ` or a backslash, and what it prints. */
function stepsOf(session: string): Step[] {
  const steps: { command: string; output: string }[] = [];
  for (const line of session.split("\n")) {
    const last = steps.at(-1);
    if (line.startsWith("$ ")) steps.push({ command: line.slice(2), output: "" });
    else if (last?.command.endsWith("\\") && last.output === "") last.command += `\n${line}`;
    else if (last !== undefined && last.output === "" && line.startsWith("> ")) last.command += `\n${line.slice(2)}`;
    else if (last !== undefined) last.output += `${line}\n`;
  }
  return steps;
}

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
    ...process.env,
    PATH: `${bin}:${process.env["PATH"]}`,
    NO_COLOR: "1",
    TZ: "UTC",
    METRICS_LOG_PATH: join(folder, "metrics.log"),
    REPOSITORY: resolve("."),
    // Commits are the same whoever runs this, and need no configuration.
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_SYSTEM: "/dev/null",
    GIT_AUTHOR_NAME: "somebody",
    GIT_AUTHOR_EMAIL: "somebody@example.com",
    GIT_COMMITTER_NAME: "somebody",
    GIT_COMMITTER_EMAIL: "somebody@example.com",
  };
  return { folder, env };
}

/** Beside the packages that it imports, so that it finds them. */
function runProgram(code: string, env: NodeJS.ProcessEnv): string {
  const file = resolve("test", `.program-${process.pid}-${Math.random().toString(36).slice(2)}.ts`);
  writeFileSync(file, code);
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
    return mustRun("tsx", [file], { env });
  } finally {
    mustRun("rm", [file]);
  }
}

/** Where everything must run, a session that needs it fails without; elsewhere it is left out, with a line that says so. */
function hasLogrotate(): boolean {
  if (process.env["CI"] || spawnSync("logrotate", ["--version"]).error === undefined) return true;
  console.warn("SKIPPED: logrotate is not installed; apt-get install logrotate");
  return false;
}

describe.each(documents)("%s", (path) => {
  const blocks = blocksOf(readFileSync(path, "utf8"));
  const programs = blocks.filter(({ language }) => language === "ts");
  const sessions = blocks.filter(({ language }) => language === "console");
  const files = blocks.filter(({ language }) => language === "json");

  if (programs.length > 0) {
    it("shows programs that compile, run and print what it says", () => {
      for (const block of programs) {
        const output = runProgram(block.code, workspace().env);
        const next = blocks[blocks.indexOf(block) + 1];
        if (next?.language === "text") expect(output.trimEnd()).toBe(next.code);
      }
    });
  }

  if (sessions.length > 0) {
    it("shows sessions that print what it says", () => {
      const { folder, env } = workspace();
      for (const { code, line } of sessions) {
        const steps = stepsOf(code);
        if (steps.some(({ command }) => command.startsWith("logrotate ")) && !hasLogrotate()) continue;
        for (const { command, output } of steps) {
          // With a socket for standard input, which it has here, bash would read ~/.bashrc and print what that prints.
          const { stdout, stderr } = run("bash", ["--norc", "-c", command], { cwd: folder, env });
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

it("finds documents to try", () => {
  const languages = new Set(
    documents.flatMap((path) => blocksOf(readFileSync(path, "utf8")).map(({ language }) => language)),
  );
  expect([...languages]).toEqual(expect.arrayContaining(["console", "ts", "json"]));
});
