import { readFileSync } from "node:fs";
import { packageRoot } from "@metric-events/system";

/** The version of this package. */
export function version(): string {
  const text = readFileSync(new URL("package.json", packageRoot(import.meta.url)), "utf8");
  const { version: found }: { version: string } = JSON.parse(text);
  return found;
}
