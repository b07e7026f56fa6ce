// Copies a file or a folder, on every platform: node scripts/copy.mjs <from> <to>. What the target held before is replaced.
import { cpSync, rmSync } from "node:fs";

const [from, to] = process.argv.slice(2);
rmSync(to, { recursive: true, force: true });
cpSync(from, to, { recursive: true });
