import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fleetLog, temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { runCommand } from "../support/memory-context.js";

const seed = Number(process.env["SEED"] ?? 3);
const schemas = fileURLToPath(new URL("../fixtures/runner-schemas", import.meta.url));

it("several threads report what one reports", async () => {
  const cwd = temporaryFolder();
  const lines = [...fleetLog({ seed, events: 20_000, jobEvery: 60 })];
  writeFileSync(join(cwd, "metrics.log"), `${lines.join("\n")}\nx\n`);
  for (const format of ["json", "html"]) {
    const args = ["report", "--utc", "--format", format, "--schemas", schemas, "metrics.log"];
    const one = await runCommand(args, { cwd });
    const several = await runCommand(args, { cwd, threads: { count: 2, startAtBytes: 0 } });
    expect(one.stdout.length).toBeGreaterThan(10_000);
    expect(several.stdout === one.stdout).toBe(true);
  }
});
