import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { runCommand } from "../support/memory-context.js";

function project(): string {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "package.json"), '{ "name": "shop", "devDependencies": { "typescript": "5.9.3" } }');
  return cwd;
}

it("a person is asked three questions, whose answers may be empty, and again after a wrong answer", async () => {
  const cwd = project();
  const answers = ["../elsewhere", " lib/events/ ", "", "jenkins", "github"];
  const { stderr, exitCode } = await runCommand(["init"], { cwd, answers });
  expect(stderr).toBe(
    [
      "Folder for the generated code [events]: ../elsewhere",
      "Expected a folder within the project, of letters, digits and _ - . @ [events]:  lib/events/ ",
      "The log of this project [metrics.log]: ",
      "Continuous integration (github, gitlab, both, none) [both]: jenkins",
      "Expected github, gitlab, both, none [both]: github",
      "",
    ].join("\n"),
  );
  expect(exitCode).toBe(0);
  expect(JSON.parse(readFileSync(join(cwd, "metric-events.config.json"), "utf8"))).toMatchObject({
    out: "lib/events",
    log: "metrics.log",
  });
  expect(existsSync(join(cwd, ".github/workflows/metric-events.yml"))).toBe(true);
  expect(existsSync(join(cwd, ".gitlab-ci.yml"))).toBe(false);
});

it("what options and the config file say is not asked, and --yes asks nothing", async () => {
  const given = await runCommand(["init", "--out", "gen", "--ci", "none"], { cwd: project(), answers: ["a.log"] });
  expect(given).toMatchObject({ exitCode: 0, stderr: "The log of this project [metrics.log]: a.log\n" });
  expect(await runCommand(["init", "--yes"], { cwd: project(), answers: [] })).toMatchObject({
    exitCode: 0,
    stderr: "",
  });

  const cwd = project();
  await runCommand(["init", "--yes"], { cwd });
  expect(await runCommand(["init"], { cwd, answers: [] })).toMatchObject({ exitCode: 0, stderr: "" });
});

it("Ctrl-C at a question leaves nothing behind", async () => {
  const cwd = project();
  const { stdout, exitCode } = await runCommand(["init"], { cwd, answers: ["gen"] });
  expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 130 });
  expect(readdirSync(cwd)).toEqual(["package.json"]);
});
