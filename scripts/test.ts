// `pnpm test`: everything that CI checks, in one command. Ends with the number of tests that passed and failed.
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { runTurbo } from "./run-turbo.js";

const resultFiles = [
  ...readdirSync("packages").map((name) => `packages/${name}/test-results.json`),
  "test-results.json",
];
for (const file of resultFiles) rmSync(file, { force: true });

// First of all, since what follows would write what is stale.
const isFresh = runTurbo("//#generate:check") === 0;
const exitCode = isFresh
  ? runTurbo(
      "lint",
      "typecheck",
      "build",
      "check",
      "check-compat",
      "docs:check",
      "test",
      "test:repository",
      "--continue",
    )
  : 1;

interface VitestResults {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
}

const results = resultFiles.filter(existsSync).map((file) => JSON.parse(readFileSync(file, "utf8")) as VitestResults);
const sum = (count: (result: VitestResults) => number): number =>
  results.reduce((total, result) => total + count(result), 0);
const passed = sum((result) => result.numPassedTests);
const failed = sum((result) => result.numFailedTests);
const skipped = sum((result) => result.numPendingTests);
console.log(`\n${passed} passed, ${failed} failed${skipped === 0 ? "" : `, ${skipped} skipped`}`);
process.exit(exitCode === 0 && failed === 0 && passed > 0 ? 0 : 1);
