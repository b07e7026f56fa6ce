import { readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ownFolder } from "../manifest/lake-files.js";
import type { LakeManifest } from "../manifest/manifest.js";
import { badLinesFolder, isPartName, unknownFolder } from "./part-path.js";

/** Removes what killed writers left, and what was replaced: files that look like those of this program, and that the manifest does not list. */
export function removeLeftovers(lake: string, { parts, badLines, unknown = [], ledger }: LakeManifest): void {
  const listed = new Set([...parts, ...badLines, ...unknown].map(({ path }) => path));
  for (const entry of readdirSync(lake)) {
    if (entry === badLinesFolder || entry === unknownFolder || /^(?:partition_)?event=/.test(entry))
      removeUnlisted(lake, entry, listed);
  }
  const own = join(lake, ownFolder);
  for (const entry of readdirSync(own)) {
    const isLeft =
      (/^ledger-\d+\.json$/.test(entry) && entry !== ledger) ||
      /^lock-\d+\.unfinished(?:\.wal)?$/.test(entry) ||
      /^\.(?:manifest|ledger-\d+)\.json\.[\da-f]{12}\.unfinished$/.test(entry);
    if (isLeft) rmSync(join(own, entry), { force: true });
  }
}

function removeUnlisted(lake: string, folder: string, listed: ReadonlySet<string>): void {
  let isEmpty = true;
  for (const entry of readdirSync(join(lake, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) removeUnlisted(lake, path, listed);
    else if (entry.isFile() && isPartName(entry.name) && !listed.has(path)) {
      rmSync(join(lake, path), { force: true });
      continue;
    }
    isEmpty = false;
  }
  if (!isEmpty) return;
  try {
    rmdirSync(join(lake, folder));
  } catch {
    // Something came into it.
  }
}
