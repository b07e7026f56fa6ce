import { spawnSync } from "node:child_process";

export interface RunResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end. */
export function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; input?: string } = {},
): RunResult {
  // npm would print that there is a newer npm.
  const env = { ...(options.env ?? process.env), NPM_CONFIG_UPDATE_NOTIFIER: "false" };
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8", ...options, env });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

/** Runs a command that must succeed; returns what it printed. */
export function mustRun(command: string, args: readonly string[], options: Parameters<typeof run>[2] = {}): string {
  const { status, stdout, stderr } = run(command, args, options);
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}
