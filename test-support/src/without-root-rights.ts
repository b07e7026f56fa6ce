import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "./temporary-folder.js";

/**
 * The words to put before a command that has to be refused a file without read permission. Root is refused nothing, so its
 * process loses the capabilities behind that. It stays root, and so finds its own code also where nobody else may look.
 */
export function withoutRootRights(): readonly string[] {
  return readsEverything() ? ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] : [];
}

function readsEverything(): boolean {
  const file = join(temporaryFolder(), "closed");
  writeFileSync(file, "");
  chmodSync(file, 0o000);
  try {
    readFileSync(file);
    return true;
  } catch {
    return false;
  }
}
