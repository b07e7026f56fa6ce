import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fleetLog, temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { runCommand } from "../support/memory-context.js";

it.each([60, 80, 140])(
  "in a terminal of %d columns no line of a report is wider, and no figure is lost",
  async (columns) => {
    const cwd = temporaryFolder();
    const odd = '{"timestamp":1788220900,"event":"runner_installed","flavor":"","duration":1}';
    writeFileSync(join(cwd, "metrics.log"), `${[...fleetLog({ seed: 5, events: 400 }), odd].join("\n")}\n`);
    const args = ["report", "--utc", "metrics.log"];
    const shown = await runCommand(args, { cwd, isTerminal: true, columns, env: { NO_COLOR: "1" } });
    const file = await runCommand(args, { cwd });
    expect(shown.exitCode).toBe(0);
    const lines = shown.stdout.split("\n");
    expect(lines.length).toBeGreaterThan(50);
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
    expect(shown.stdout).toContain("(empty)");
    const words = new Set(shown.stdout.split(/\s+/));
    const lost = file.stdout.split(/\s+/).filter((word) => !words.has(word) && !/^[▁-█]+$|^time$|^over$/.test(word));
    expect(lost).toEqual([]);
  },
);
