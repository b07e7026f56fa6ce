import { linkSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installedLine, temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { type LogFile, openLogs, readLines, totalSize } from "../../src/index.js";

it("logs are those that the paths name, in their order, relative to cwd", async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "b.log"), "12345\n");
  const logs = await openLogs(["missing.log", "b.log"], { cwd });
  expect(logs.map(({ name, path }) => ({ name, path }))).toEqual([
    { name: "missing.log", path: join(cwd, "missing.log") },
    { name: "b.log", path: join(cwd, "b.log") },
  ]);
  expect(await totalSize(logs)).toBe(6);
});

it("a file that several paths name is read once, and each repetition is reported with the first name", async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "a.log"), `${installedLine(1)}\n`);
  symlinkSync("a.log", join(cwd, "symlink.log"));
  linkSync(join(cwd, "a.log"), join(cwd, "link.log"));
  const repeated: string[] = [];
  const paths = ["a.log", "./a.log", "symlink.log", "link.log"];
  const logs = await openLogs(paths, { cwd, onRepeated: (path, first) => repeated.push(`${path} is ${first}`) });
  expect(logs.map(({ name }) => name)).toEqual(["a.log"]);
  expect(repeated).toEqual(["./a.log is a.log", "symlink.log is a.log", "link.log is a.log"]);
});

it("- is standard input where there is one, and a file of that name elsewhere", async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "-"), "from the file\n");
  expect(await textsOf(await openLogs(["-"], { cwd }))).toEqual(["-: from the file"]);
  const stdin = (async function* () {
    yield "from standard ";
    yield Buffer.from("input\n");
  })();
  expect(await textsOf(await openLogs(["-"], { cwd, stdin }))).toEqual(["<stdin>: from standard input"]);
});

it("a directory is refused when it is read, with what to do", async () => {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, "logs"));
  await expect(textsOf(await openLogs(["logs"], { cwd }))).rejects.toMatchObject({
    name: "LogError",
    code: "unreadable",
    message: "this is a directory; name the logs in it",
  });
});

async function textsOf(logs: readonly LogFile[]): Promise<string[]> {
  const texts: string[] = [];
  for (const log of logs) {
    for await (const lines of readLines(log)) {
      for (const line of lines) texts.push(`${log.name}: ${line.kind === "text" ? line.text : line.kind}`);
    }
  }
  return texts;
}
