import { existsSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { testLimitMs } from "./test-support/src/limits.js";

/** Shared by all packages, each run in its own folder; in the root folder it runs the tests of the repository as a whole. */
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Only the tests of the repository pack packages.
    globalSetup: existsSync("pnpm-workspace.yaml") ? ["./test/support/packed-folder.ts"] : [],
    reporters: ["default", ["json", { outputFile: "test-results.json" }]],
    testTimeout: testLimitMs,
    hookTimeout: testLimitMs,
  },
});
