import { constants } from "node:os";
import { errorInWords, errorName, isTransient, systemReason } from "@metric-events/system";
import { describe, expect, it } from "vitest";

/** As Node makes it of an error that it has no name for. */
function systemError(name: keyof typeof constants.errno): Error {
  const errno = -constants.errno[name];
  const code = `Unknown system error ${errno}`;
  return Object.assign(new Error(code), { errno, code });
}

describe("a system error", () => {
  it.each([
    ["ENOSPC", "no space left on device"],
    ["EISDIR", "it is a directory, not a file"],
    ["EDQUOT", "disk quota exceeded"],
    ["ESTALE", "stale file handle"],
  ] as const)("is said in words: %s", (name, words) => {
    const error = systemError(name);
    expect(systemReason(error)).toBe(words);
    expect(errorName(error)).toBe(name);
    expect(errorInWords(error)).toBe(`${words} (${name})`);
  });

  it("is transient when the call was interrupted or would wait", () => {
    const names = ["EINTR", "EAGAIN", "EIO"] as const;
    expect(names.map((name) => isTransient(systemError(name)))).toEqual([true, true, false]);
  });
});

describe("another error", () => {
  it("is said in its own words", () => {
    const error = new Error("out of luck");
    expect([systemReason(error), errorInWords(error), errorName(error)]).toEqual([
      "out of luck",
      "out of luck",
      undefined,
    ]);
    expect(systemReason("a text")).toBe("a text");
  });
});
