import { readFileSync } from "node:fs";
import { namingFile } from "@metric-events/system";
import { temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";

function read(path: string): string {
  return readFileSync(path, "utf8");
}

describe("namingFile", () => {
  it("names the file in system errors that name none, once", () => {
    const folder = temporaryFolder();
    const expected = { code: "EISDIR", path: folder, message: expect.stringMatching(/^(?!.*: \/.*: \/)\/.*: EISDIR/) };
    expect(() => namingFile(folder, read)).toThrow(expect.objectContaining(expected));
    expect(() => namingFile(folder, () => namingFile(folder, read))).toThrow(expect.objectContaining(expected));
  });

  it("leaves other errors and results as they are", () => {
    const error = new TypeError("no system error");
    const fail = (): never => {
      throw error;
    };
    expect(() => namingFile("file", fail)).toThrow(error);
    expect(namingFile("file", (path) => path)).toBe("file");
  });
});
