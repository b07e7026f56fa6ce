// Removes files and folders, on every platform: node scripts/remove.mjs <path…>. A build begins with it, so that nothing old is packed.
import { rmSync } from "node:fs";

for (const path of process.argv.slice(2)) rmSync(path, { recursive: true, force: true });
