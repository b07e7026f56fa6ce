import { spawnSync } from "node:child_process";

/** Runs turbo tasks with its own output on the terminal; returns the exit code. */
export function runTurbo(...args: readonly string[]): number {
  const { status, error } = spawnSync("turbo", ["run", ...args, "--output-logs=new-only", "--log-order=grouped"], {
    stdio: "inherit",
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1" },
  });
  if (error !== undefined)
    throw new Error("cannot start turbo: run this through pnpm, as `pnpm test`", { cause: error });
  return status ?? 1;
}

/**
 * Builds packages, all if none is named, and what they depend on; without a word, unless it fails. Builds nothing within a task of
 * turbo, such as a test, which runs after the build: a file that another test has just written into a package changes every hash of
 * turbo, and a build would then take `dist` away from the tests that run beside it.
 */
export function buildQuietly(...names: readonly string[]): void {
  if (process.env.TURBO_HASH !== undefined) return;
  const filters = names.map((name) => `--filter=@metric-events/${name}`);
  const { status, stdout, stderr, error } = spawnSync(
    "turbo",
    ["run", "build", ...filters, "--output-logs=errors-only"],
    {
      encoding: "utf8",
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1" },
    },
  );
  if (error !== undefined)
    throw new Error("cannot start turbo: run this through pnpm, as `pnpm demo`", { cause: error });
  if (status === 0) return;
  console.error(stdout, stderr);
  process.exit(status ?? 1);
}
