import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installedLine, temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { type RunOptions, runCommand } from "../support/memory-context.js";

const note =
  "metric-events: no schemas of this project were found, so this is about the runner events; --schemas names other events, metric-events init starts your own\n";

function folder(): string {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "known.log"), `${installedLine(1)}\n`);
  writeFileSync(join(cwd, "unknown.log"), '{"timestamp":1,"event":"order_placed","amount":1}\n');
  return cwd;
}

async function stderrOf(args: readonly string[], options: Partial<RunOptions> = {}): Promise<string> {
  const { stderr } = await runCommand(args, { cwd: folder(), catalogueName: "the runner events", ...options });
  return stderr;
}

describe("a command that falls back to the events of its context", () => {
  it.each([
    ["validate", "unknown.log"],
    ["validate", "--format", "json", "unknown.log"],
    ["tail", "unknown.log"],
    ["report", "unknown.log"],
    ["query", "select * from invalid_lines", "unknown.log"],
    ["events", "show", "order_placed"],
    ["emit", "order_placed"],
    ["tail", "--event", "order_placed", "known.log"],
    ["report", "--event", "order_placed", "known.log"],
  ])("says so once when an event is not among them: %s %s %s", async (...args) => {
    const stderr = await stderrOf(args);
    expect(stderr.split(note)).toHaveLength(2);
    expect(stderr.endsWith(note)).toBe(true);
  });

  it.each([["validate", "known.log"], ["tail", "known.log"], ["report", "known.log"], ["events"]])(
    "says so on a terminal only, when all events are known: %s",
    async (...args) => {
      expect(await stderrOf(args)).toBe("");
      expect(await stderrOf(args, { isTerminal: true })).toBe(note);
    },
  );

  it.each([
    ["emit", "runner_installed", "--flavor", "a", "--duration", "1", "--path", "out.log"],
    ["completion", "bash"],
  ])("says nothing where all is well and nothing is printed about events: %s", async (...args) => {
    expect(await stderrOf(args, { isTerminal: true })).toBe("");
  });

  it.each(["tail", "report"])("does not deny the schemas of a project whose event is misspelt: %s", async (command) => {
    const cwd = folder();
    cpSync("test/fixtures/door-schemas", join(cwd, "schemas"), { recursive: true });
    const { stderr } = await runCommand([command, "--event", "door", "known.log"], {
      cwd,
      catalogueName: "the runner events",
    });
    expect(stderr).toContain('unknown event "door"; expected one of door_');
    expect(stderr).not.toContain("runner events");
  });

  it("says nothing of events that somebody chose", async () => {
    const cwd = folder();
    mkdirSync(join(cwd, "schemas"));
    const { stderr } = await runCommand(["validate", "unknown.log"], {
      cwd,
      catalogueName: "the runner events",
      isTerminal: true,
    });
    expect(stderr).not.toContain("runner events");
    // The catalogue of a program has no name: it is no fallback.
    expect((await runCommand(["validate", "unknown.log"], { cwd: folder(), isTerminal: true })).stderr).toBe("");
  });
});
