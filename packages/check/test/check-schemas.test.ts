import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type LogFile, openLogs } from "@metric-events/reader";
import { temporaryFolder } from "@metric-events/test-support";
import { findingFormats } from "@metric-events/text";
import { describe, expect, it } from "vitest";
import {
  CheckError,
  checkSchemas,
  diffSchemas,
  errorsOf,
  type Finding,
  formatCheck,
  formatDiff,
  replayLogs,
} from "../src/index.js";
import { doorLocked, doorOpened, edit, writeSchemas } from "./support/door-schemas.js";
import { commitAll, git } from "./support/repository.js";

/** A folder whose `schemas` are those of `before`, until a test changes them. */
function workspace(): string {
  const folder = temporaryFolder();
  for (const name of ["before", "schemas"]) writeSchemas(join(folder, name), doorOpened(), doorLocked());
  return folder;
}

async function logOf(folder: string, ...lines: readonly string[]): Promise<readonly LogFile[]> {
  writeFileSync(join(folder, "doors.log"), lines.map((line) => `${line}\n`).join(""));
  return openLogs([join(folder, "doors.log")]);
}

const shown = ({ code, severity }: Finding) => `${severity} ${code}`;
const old = '{"timestamp":1,"event":"door_opened","door":"cellar","open_for":3}';
const negative = '{"timestamp":1,"event":"door_opened","door":"cellar","open_for":-1}';

describe("checkSchemas", () => {
  it("finds nothing where nothing changed", async () => {
    const result = await checkSchemas({ schemas: "schemas", against: ["before"], cwd: workspace() });
    expect(result.findings).toEqual([]);
    expect(result.verdicts.map(({ status }) => status)).toEqual(["same", "same"]);
  });

  it("shows each break with an event that one version writes and the other refuses", async () => {
    const cwd = workspace();
    edit(join(cwd, "schemas"), "door_opened", ({ required, properties }) => {
      required.push("way");
      properties["door"] = { ...properties["door"], type: ["string", "integer"] };
    });
    const { findings } = await checkSchemas({ schemas: "schemas", against: ["before"], cwd });
    expect(findings).toMatchObject([
      { code: "required-added", direction: "backward", location: { file: expect.stringContaining("door_opened") } },
      { code: "type-widened", direction: "forward" },
    ]);
    const [first] = findings;
    expect(first?.kind === "break" && first.witness).toEqual({
      timestamp: 1719900000.25,
      event: "door_opened",
      door: "cellar",
      open_for: 12.5,
    });
  });

  it("accepts what the policy accepts, until it expires", async () => {
    const cwd = workspace();
    edit(join(cwd, "schemas"), "door_opened", ({ required }) => required.push("way"));
    const entry = { event: "door_opened", code: "required-added", reason: "agreed", until: "2027-03-31" } as const;
    const on = async (day: string) => {
      const now = Date.parse(day);
      return checkSchemas({ schemas: "schemas", against: ["before"], cwd, policy: { ignore: [entry] }, now });
    };
    expect((await on("2027-03-31")).findings.map(shown)).toEqual(["ignored required-added"]);
    expect((await on("2027-04-01")).findings.map(shown)).toEqual(["error required-added", "error ignore-expired"]);
  });

  it("counts only the direction that the mode names", async () => {
    const cwd = workspace();
    edit(join(cwd, "schemas"), "door_opened", ({ required }) => required.pop());
    const under = async (mode: "backward" | "forward") =>
      errorsOf(await checkSchemas({ schemas: "schemas", against: ["before"], cwd, policy: { mode } }));
    expect(await under("backward")).toEqual([]);
    expect((await under("forward")).map(shown)).toEqual(["error required-removed"]);
  });

  it("refuses a policy about an event that is nowhere", async () => {
    const policy = { modeByEvent: new Map([["door_opend", "none" as const]]) };
    const failed = checkSchemas({ schemas: "schemas", against: ["before"], cwd: workspace(), policy });
    await expect(failed).rejects.toThrow(CheckError);
    await expect(failed).rejects.toMatchObject({
      code: "unknown-event",
      message: expect.stringContaining("door_opened"),
    });
  });

  it("notes an optional field that seems to be renamed, though it breaks no reader", async () => {
    const cwd = workspace();
    edit(join(cwd, "schemas"), "door_opened", ({ properties }) => {
      properties["way_v2"] = properties["way"] ?? {};
      delete properties["way"];
      properties["colour"] = { description: "Of the door.", type: "string", kind: "dimension" };
    });
    const result = await checkSchemas({ schemas: "schemas", against: ["before"], cwd });
    expect(errorsOf(result)).toEqual([]);
    expect(result.findings.map(shown)).toEqual(["warning field-renamed"]);
    expect(formatCheck(result, "text")).toContain('"way" is no longer declared; "way_v2" is new (field-renamed)');
  });

  it("shows a removed event at a file that is there, with the file where it was", async () => {
    const cwd = workspace();
    rmSync(join(cwd, "schemas/events/door_locked.schema.json"));
    const { findings } = await checkSchemas({ schemas: "schemas", against: ["before"], cwd });
    const [finding] = findings;
    expect(finding).toMatchObject({ code: "event-removed", was: { file: expect.stringContaining("door_locked") } });
    expect(existsSync(finding?.location.file ?? "")).toBe(true);
    expect(finding?.location.file).toContain("door_opened");
  });

  it("shows breaks with words that fit their fields", async () => {
    const cwd = workspace();
    edit(join(cwd, "schemas"), "door_opened", ({ properties, required }) => {
      properties["guest"] = { description: "Who came.", type: "string", maxLength: 3, kind: "dimension" };
      properties["reason"] = { description: "Why.", type: "string", kind: "dimension" };
      properties["door"] = { ...properties["door"], examples: undefined, type: ["string", "integer"] };
      required.push("guest", "reason");
    });
    const { findings } = await checkSchemas({
      schemas: "schemas",
      against: ["before"],
      cwd,
      policy: { mode: "forward" },
    });
    const witnesses = findings.flatMap((finding) => (finding.kind === "break" ? [finding.witness] : []));
    expect(witnesses).toMatchObject([{ reason: "reason", guest: expect.stringMatching(/^.{0,3}$/) }]);
  });

  it.each(["v1.0.0", "@acme/events@1.0.0"])("reads the release %s once, for schemas and lines", async (tag) => {
    const cwd = workspace();
    git(cwd, "init", "-q", "-b", "main");
    writeFileSync(join(cwd, "package.json"), '{ "name": "@acme/events", "version": "1.0.0" }');
    commitAll(cwd, "one");
    git(cwd, "tag", tag);
    const logs = await logOf(cwd, old, negative);
    const result = await checkSchemas({ schemas: "schemas", cwd, logs });
    expect(result).toMatchObject({
      baselines: [`git:${tag}`],
      findings: [],
      logs: [{ lines: 2, readable: 1, lost: 0, unreadableBefore: 1, hasBaseline: true }],
    });
  });

  it("leaves older releases out of the lines, too, when it is not transitive", async () => {
    const cwd = workspace();
    git(cwd, "init", "-q", "-b", "main");
    const minimum = async (tag: string, value: number) => {
      edit(join(cwd, "schemas"), "door_opened", ({ properties }) => {
        properties["open_for"] = { ...properties["open_for"], minimum: value };
      });
      commitAll(cwd, tag);
      git(cwd, "tag", tag);
    };
    await minimum("v1.0.0", -5);
    await minimum("v2.0.0", 0);
    const logs = await logOf(cwd, old, negative);
    const linesUnder = async (isTransitive: boolean) =>
      (await checkSchemas({ schemas: "schemas", cwd, logs, policy: { isTransitive } })).logs;
    expect(await linesUnder(true)).toMatchObject([{ lost: 1, unreadableBefore: 0 }]);
    expect(await linesUnder(false)).toMatchObject([{ lost: 0, unreadableBefore: 1 }]);
  });
});

describe("replayLogs", () => {
  it("finds the lines that cannot be read, with examples", async () => {
    const cwd = workspace();
    const logs = await logOf(cwd, old, negative, negative, "no event");
    const result = await replayLogs(logs, { schemas: "schemas", cwd });
    expect(result.logs).toMatchObject([{ lines: 4, readable: 1, lost: 2 }]);
    const [finding] = result.findings;
    expect(finding).toMatchObject({
      kind: "log",
      code: "unreadable-lines",
      loss: { eventName: "door_opened", pointer: "/open_for", lines: 2, examples: [{ line: 2 }, { line: 3 }] },
    });
  });
});

describe("diffSchemas", () => {
  it("says what became of each event, in every format", async () => {
    const cwd = workspace();
    edit(join(cwd, "schemas"), "door_opened", ({ required }) => required.push("way"));
    const difference = await diffSchemas({ schemas: "schemas", against: ["before"], cwd });
    expect(difference.outcomes.map(({ eventName, status }) => `${eventName} ${status}`)).toEqual([
      "door_locked same",
      "door_opened changed",
    ]);
    expect(formatDiff(difference, "text")).toContain('"way" is required now (required-added)');
    expect(JSON.parse(formatDiff(difference, "json")).events).toMatchObject([
      { event: "door_opened", status: "changed" },
    ]);
    expect(formatDiff(difference, "markdown")).toContain("| door\\_opened | before | incompatible | compatible |");
  });
});

describe("formatCheck", () => {
  it.each(findingFormats)("says in %s which field breaks", async (format) => {
    const cwd = workspace();
    edit(join(cwd, "schemas"), "door_opened", ({ required }) => required.push("way"));
    const result = await checkSchemas({ schemas: "schemas", against: ["before"], cwd });
    const text = formatCheck(result, format, { repository: { cwd, top: cwd } });
    expect(text).toContain("required-added");
    expect(text).toContain("cellar");
    if (format === "json") expect(JSON.parse(text).summary).toMatchObject({ baselines: ["before"], errors: 1 });
    if (format === "sarif") expect(JSON.parse(text).runs[0].results).toHaveLength(1);
  });
});

describe("a package.json of a stranger", () => {
  it.each([
    ["torn", '{\n  "name": "doors",\n  "version": ', "package.json:3:13: not JSON: unexpected end of the text"],
    ["a list", "[]", "package.json:1:1: expected a JSON object"],
    [
      "a version that stands twice",
      '{ "version": "1.0.0",\n  "version": "2.0.0" }',
      'package.json:2:3: duplicate key "version", first in line 1; write it once',
    ],
    ["nested without end", "[".repeat(500_000), "package.json:1:501: not JSON: nested more than 500 levels deep"],
    ["too large", " ".repeat(1024 * 1024 + 1), "package.json: expected at most 1 MiB, received 1048577 bytes"],
  ])("is refused with its place where it is %s", async (_, text, message) => {
    const cwd = workspace();
    writeFileSync(join(cwd, "package.json"), text);
    await expect(checkSchemas({ schemas: "schemas", against: ["before"], cwd })).rejects.toThrow(message);
  });

  it("may begin with a byte order mark, and have other names twice", async () => {
    const cwd = workspace();
    writeFileSync(join(cwd, "package.json"), '\ufeff{ "version": "1.0.0", "scripts": { "a": "b", "a": "c" } }');
    expect((await checkSchemas({ schemas: "schemas", against: ["before"], cwd })).findings).toEqual([]);
  });
});

describe("a log that is replayed", () => {
  const twice = '{"timestamp":1,"event":"door_opened","door":"cellar","door":"attic","open_for":3}';
  const rounded = '{"timestamp":1,"event":"door_opened","door":"cellar","open_for":9007199254740993}';
  const deep = "[".repeat(200_000);

  it("is read as validate reads it: names that stand twice, deep lines and rounded numbers were never read", async () => {
    const cwd = workspace();
    const logs = await logOf(cwd, old, twice, rounded, deep, "\u00a0");
    const { findings, logs: summaries } = await checkSchemas({ schemas: "schemas", against: ["before"], cwd, logs });
    expect(findings).toEqual([]);
    expect(summaries).toMatchObject([{ lines: 5, readable: 1, lost: 0, unreadableBefore: 4 }]);
  });

  it("loses a line with a number that only the new schemas ask for", async () => {
    const cwd = workspace();
    edit(join(cwd, "schemas"), "door_opened", ({ properties }) => {
      properties["count"] = {
        description: "How many there are, if known.",
        type: "number",
        unit: "{door}",
        examples: [1],
      };
    });
    const line = '{"timestamp":1,"event":"door_opened","door":"cellar","open_for":3,"count":9007199254740993}';
    const { findings } = await checkSchemas({
      schemas: "schemas",
      against: ["before"],
      cwd,
      logs: await logOf(cwd, line),
    });
    expect(findings.filter(({ kind }) => kind === "log")).toMatchObject([
      { code: "unreadable-lines", loss: { pointer: "/count", lines: 1, wasRead: true } },
    ]);
  });
});
