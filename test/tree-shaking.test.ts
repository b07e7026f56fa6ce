import { resolve } from "node:path";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

async function bundle(code: string): Promise<string> {
  const result = await build({
    stdin: { contents: code, resolveDir: resolve("."), loader: "ts" },
    bundle: true,
    format: "esm",
    minify: true,
    platform: "node",
    write: false,
  });
  return result.outputFiles.map((file) => file.text).join("");
}

describe("a bundle that uses one event", () => {
  it("holds nothing of the others", async () => {
    const one = await bundle(
      'import { RunnerInstalled } from "@metric-events/core"; console.log(RunnerInstalled({ flavor: "s", duration: 1 }));',
    );
    const all = await bundle('import { catalogue } from "@metric-events/core"; console.log(catalogue.eventNames);');
    expect(one).toContain("runner_installed");
    for (const other of ["runner_start", "runner_stop", "reconciliation", "crashed_runners"]) {
      expect(one).not.toContain(other);
      expect(all).toContain(other);
    }
  });

  it("of which only a type is used is empty", async () => {
    expect(
      (await bundle('import type { RunnerStart } from "@metric-events/core"; export type X = RunnerStart;')).trim(),
    ).toBe("");
  });
});
