import { basename, dirname, extname, join } from "node:path";
import { isRotatedName, uncompressedName } from "../read/rotated-name.js";

/** What follows the name of a log that was rotated away: `.1`, `-20261123-1795428000`, `.2.backup`. */
const appended = /^[.-]\d[\d.-]*(?:\.backup)?$/;
/** What people and editors append to the name of a copy. */
const ofCopy = /(?<=.)(?:\.(?:bak|copy|old|orig|save)|~)$/;
/** A day or a month, and a time of that day. */
const date = /(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-[0-3]\d)?|(?:0[1-9]|1[0-2])[0-3]\d)(?:[T_.-]?\d{2,12})*Z?/;
const datedName = new RegExp(`^(?:(.*?)[._-])??(${date.source})([._-].*)?$`);

/**
 * The path of the log that a log belongs to: its own, or that of the one it was rotated away from. `metrics.log` for `metrics.log.2.gz`, `metrics.log-20261123.zst`
 * and `metrics-20261123.log`; `*.log` for `2026-11-23.log`. A copy is of the log that it copies: `metrics.log.1.bak`.
 *
 * A number at the end of a name may also tell logs apart, as in `node.1` and `node.2`. It counts as that of a rotation where the rest has an
 * extension, such as `.log`, or where a file with the rest as its name is there.
 *
 * @param isThere whether a path names a file.
 */
export function familyPath(path: string, isThere: (path: string) => boolean): string {
  const folder = dirname(path);
  const full = basename(path).replace(ofCopy, "");
  const name = uncompressedName(full) ?? full;
  const beside = (log: string): boolean => isThere(join(folder, log));
  return join(folder, withoutNumber(name, beside) ?? withoutDate(name) ?? name);
}

/** The name of the log without what logrotate appended or inserted. */
function withoutNumber(name: string, isThere: (log: string) => boolean): string | undefined {
  for (let end = 1; end < name.length; end++) {
    const log = name.slice(0, end);
    if (!appended.test(name.slice(end))) continue;
    if (hasLetters(extname(log)) || isThere(log)) return log;
    break;
  }
  const extension = extname(name);
  const stem = name.slice(0, name.length - extension.length);
  for (let end = 1; end < stem.length; end++) {
    const log = `${stem.slice(0, end)}${extension}`;
    if (isRotatedName(name, log) && isThere(log)) return log;
  }
  return undefined;
}

function withoutDate(name: string): string | undefined {
  const found = datedName.exec(name);
  if (found === null) return undefined;
  const [, before = "", , after = ""] = found;
  const log = before === "" ? `*${after}` : `${before}${after}`;
  return log === name ? undefined : log;
}

function hasLetters(extension: string): boolean {
  return /[A-Za-z]/.test(extension);
}
