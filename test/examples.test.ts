import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gitEnvironment, temporaryFolder } from "@metric-events/test-support";
import { beforeAll, describe, expect, it } from "vitest";
import { installFrom, pack } from "./support/packed.js";
import { run } from "./support/run.js";
import { blocksOf, sessionsOf } from "./support/sessions.js";

// Each example is copied out of the workspace, installed from packed tarballs, and does what its README shows.

const examples = readdirSync("examples").filter((name) => existsSync(join("examples", name, "package.json")));
let tarballs: Readonly<Record<string, string>> = {};

beforeAll(() => {
  tarballs = pack(readdirSync("packages"));
});

/** A copy of an example, installed, and an environment in which its README's commands run. */
function installed(name: string): { folder: string; env: NodeJS.ProcessEnv } {
  const folder = join(temporaryFolder(), name);
  cpSync(join("examples", name), folder, { recursive: true });
  installFrom(tarballs, folder);
  const env: NodeJS.ProcessEnv = {
    ...gitEnvironment,
    PATH: `${join(folder, "node_modules/.bin")}:${process.env["PATH"]}`,
    NO_COLOR: "1",
    TZ: "UTC",
    HOME: temporaryFolder(),
  };
  delete env["METRICS_LOG_PATH"];
  return { folder, env };
}

describe.each(examples)("the example %s", (name) => {
  const readme = readFileSync(join("examples", name, "README.md"), "utf8");

  it("does what its README shows", () => {
    const { folder, env } = installed(name);
    const state = join(temporaryFolder(), "state");
    writeFileSync(state, "");
    for (const { line, steps } of sessionsOf(blocksOf(readme), () => true)) {
      for (const { command, output } of steps) {
        // What a command exports lasts, and so does a cd, as in one shell.
        const script = `. "$STATE"; trap '{ export -p; printf "cd %q\\n" "$PWD"; } > "$STATE"' EXIT\n${command}`;
        const { stdout, stderr } = run("bash", ["--norc", "-c", script], {
          cwd: folder,
          env: { ...env, STATE: state },
        });
        const printed = `${stdout}${stderr}`.trimEnd();
        expect({ line, command, printed }).toEqual({ line, command, printed: output.trimEnd() });
      }
    }
  });

  it("has a README of one page, in the list of examples", () => {
    expect(readme.split("\n").length).toBeLessThan(60);
    expect(readFileSync("examples/README.md", "utf8")).toContain(`[${name}](${name})`);
  });
});
