import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

/**
 * As logrotate does with `nocreate`, `compress` and `delaycompress`.
 *
 * @param count how often it was done before.
 */
export function rotate(log: string, count: number): void {
  for (let number = count - 1; number >= 2; number--) renameSync(`${log}.${number}.gz`, `${log}.${number + 1}.gz`);
  if (count >= 1) {
    const [plain, packed] = [`${log}.1`, `${log}.2.gz`];
    const { atime, mtime } = statSync(plain);
    writeFileSync(packed, gzipSync(readFileSync(plain)));
    utimesSync(packed, atime, mtime);
    rmSync(plain);
  }
  renameSync(log, `${log}.1`);
}
