import type { KeywordCompiler } from "./keyword.js";

/** `$ref`, `$dynamicRef` and `$recursiveRef` differ only in how they resolve, which is up to the compiler. */
export const references: readonly KeywordCompiler[] = ["$ref", "$dynamicRef", "$recursiveRef"].map((name) => ({
  name,
  compile: (value, context) =>
    typeof value === "string" ? context.follow(value).compile() : context.opaque("invalid-keyword"),
  outcomes: (value, context) => (typeof value === "string" ? context.follow(value).outcomes() : []),
}));
