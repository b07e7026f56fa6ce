import { relative, resolve, sep } from "node:path";

/** A path for people: relative to the working directory when it is below it. */
export function showPath(path: string): string {
  const shown = relative("", path);
  return shown === "" ? "." : shown.startsWith(`..${sep}`) ? resolve(path) : shown;
}
