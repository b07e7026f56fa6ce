import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { withoutRootRights } from "@metric-events/test-support";

const main = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

/** Runs the compiled command as a process that files without read permission are refused to, also when root runs the tests. */
export function runRefusable(
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): { readonly stdout: string; readonly stderr: string; readonly exitCode: number | null } {
  const [command = "", ...words] = [...withoutRootRights(), process.execPath, main, ...args];
  const { stdout, stderr, status, error } = spawnSync(command, words, {
    cwd,
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  if (error !== undefined) throw error;
  return { stdout, stderr, exitCode: status };
}
