import { spawnSync } from "node:child_process";

/** Runs turbo tasks with its own output on the terminal; returns the exit code. */
export function runTurbo(...args: readonly string[]): number {
  const { status, error } = spawnSync("turbo", ["run", ...args, "--output-logs=new-only", "--log-order=grouped"], {
    stdio: "inherit",
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1" },
  });
  if (error !== undefined) throw new Error("cannot start turbo: run this through pnpm, as `pnpm test`", { cause: error });
  return status ?? 1;
}

/** Builds all packages without a word, unless it fails. */
export function buildQuietly(): void {
  const { status, stdout, stderr, error } = spawnSync("turbo", ["run", "build", "--output-logs=errors-only"], {
    encoding: "utf8",
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1" },
  });
  if (error !== undefined) throw new Error("cannot start turbo: run this through pnpm, as `pnpm demo`", { cause: error });
  if (status === 0) return;
  console.error(stdout, stderr);
  process.exit(status ?? 1);
}
