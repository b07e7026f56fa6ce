import { spawnSync } from "node:child_process";

/**
 * Whether a program that a test needs is installed. In CI (`CI` is set), a missing program is a failure. Elsewhere, the tests
 * that need it are skipped, with a line that says so.
 */
export function hasTool(tool: string, debianPackage: string): boolean {
  if (spawnSync(tool, ["--version"], { stdio: "ignore" }).error === undefined) return true;
  const advice = `${tool} is not installed; apt-get install ${debianPackage}`;
  if (process.env["CI"]) throw new Error(advice);
  console.warn(`SKIPPED: ${advice}`);
  return false;
}
