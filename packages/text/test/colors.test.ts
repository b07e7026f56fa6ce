import { expect, it } from "vitest";
import { paintFor } from "../src/index.js";

it.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: "1" }, false],
  [true, { NO_COLOR: "" }, true],
  [false, { FORCE_COLOR: "1" }, true],
  [true, { FORCE_COLOR: "0" }, false],
  [true, { NO_COLOR: "1", FORCE_COLOR: "1" }, false],
  [true, { TERM: "dumb" }, false],
])("terminal %s with %j has colors: %s", (isTerminal, env, isColored) => {
  expect(paintFor({ isTerminal }, env)("red", "x")).toBe(isColored ? "\u001b[31mx\u001b[39m" : "x");
});
