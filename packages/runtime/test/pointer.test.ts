import { describe, expect, it } from "vitest";
import { joinPointer, pointerTokens } from "../src/index.js";

describe("a JSON Pointer", () => {
  it.each([[[]], [[""]], [["a", "0", "b"]], [["a/b", "m~n", "~1", "~01"]]])("of %j is read back", (tokens) => {
    const pointer = tokens.reduce((parent: string, token) => joinPointer(parent, token), "");
    expect(pointerTokens(pointer)).toEqual(tokens);
  });

  it("escapes ~ and / (RFC 6901, section 3)", () => {
    expect(joinPointer("/a", "b/c~d")).toBe("/a/b~1c~0d");
  });
});
