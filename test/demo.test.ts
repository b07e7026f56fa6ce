import { describe, expect, it } from "vitest";
import { mustRun } from "./support/run.js";

describe("pnpm demo", () => {
  it("issues a runner's life, refuses a bad event, validates the log and shows it", () => {
    const output = mustRun("tsx", ["scripts/demo.ts"], { env: { ...process.env, NO_COLOR: "1" } });
    const lines = output.split("\n");
    const events = lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as { event: string });
    expect(events.map(({ event }) => event)).toEqual([
      "runner_installed",
      "runner_start",
      "runner_stop",
      "reconciliation",
    ]);
    expect(output).toContain('/flavr: not a declared field, received "small"; did you mean "flavor"?');
    expect(output).toContain("--statsu: not a flag of runner_stop; did you mean --status?");
    expect(output).toContain("4 lines: all valid");
    expect(output).toContain("job_duration=3m 20s");
  });
});
