import { expect, it } from "vitest";
import { printableText } from "../packages/runtime/src/printable-text.js";
import { printable } from "../packages/text/src/printable.js";

it("the escape of errors, which depends on no other package, is that of commands", () => {
  const surroundings = ["", "a", " ", "\n", ":", "#", "::", "##[", "\n::", " ##["];
  let escaped = 0;
  for (let codePoint = 0; codePoint <= 0x10ffff; codePoint++) {
    // All of ASCII and what is around it next to everything; beyond the first planes, a sample.
    if (codePoint > 0x20000 && codePoint < 0xe0000 && codePoint % 97 !== 0) continue;
    const character = String.fromCodePoint(codePoint);
    for (const text of codePoint < 0x3000 ? surroundings : [""]) {
      for (const each of [text + character, character + text]) {
        expect(printableText(each)).toBe(printable(each));
        if (printableText(each) !== each) escaped++;
      }
    }
  }
  expect(escaped).toBeGreaterThan(100);
});
