import type { Keyword } from "./keyword.js";

/** `$ref`, `$dynamicRef` and `$recursiveRef` differ in how they resolve only, which the compiler does. */
export const references: readonly Keyword[] = ["$ref", "$dynamicRef", "$recursiveRef"].map((name) => ({
  name,
  compile: (value, context) =>
    typeof value === "string" ? context.follow(value).compile() : context.opaque("invalid-keyword"),
  outcomes: (value, context) => (typeof value === "string" ? context.follow(value).outcomes() : []),
}));
