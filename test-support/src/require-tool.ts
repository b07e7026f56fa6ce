import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * Whether a program that a test needs is installed. Where everything must run (`CI` is set), its absence fails; elsewhere the
 * tests that need it are skipped, with a line that says so.
 */
export function hasTool(tool: string, debianPackage: string = tool): boolean {
  return toolPath([tool], debianPackage) !== undefined;
}

/** The path of the first of some programs that is installed; where none is, as {@link hasTool}. */
export function toolPath(tools: readonly string[], debianPackage: string): string | undefined {
  const path = tools.flatMap(onPath)[0];
  requireInCi(path !== undefined, `${tools.join(", ")}: not installed; apt-get install ${debianPackage}`);
  return path;
}

/** Returns whether something is there that tests need; where it is not, fails or says `advice`, as {@link hasTool}. */
export function requireInCi(isThere: boolean, advice: string): boolean {
  if (isThere) return true;
  if (process.env["CI"]) throw new Error(advice);
  console.warn(`SKIPPED: ${advice}`);
  return false;
}

/** Every program of this name on the path, in its order. */
export function onPath(tool: string): string[] {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.map((folder) => join(folder, tool)).filter(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
