import { constants } from "node:os";
import { systemReason } from "@metric-events/text";
import { expect, it } from "vitest";

it.each([
  ["ENOSPC", "no space left on device"],
  ["EISDIR", "it is a directory, not a file"],
  ["EDQUOT", "disk quota exceeded"],
  ["ESTALE", "stale file handle"],
] as const)("says %s in words", (name, words) => {
  const errno = -constants.errno[name];
  // As Node makes it of an error that it has no name for.
  const code = `Unknown system error ${errno}`;
  expect(systemReason(Object.assign(new Error(code), { errno, code }))).toBe(words);
});
